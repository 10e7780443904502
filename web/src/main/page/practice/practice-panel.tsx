import { useEffect, useRef, useState } from "react";
import { sentenceOf } from "../api/problem";
import type { Engine, EngineState } from "../player/engine";
import { texts } from "../texts";
import { analyse, type SongFacts } from "./analysis";
import { FASTEST, SLOWEST } from "./changed-sound";
import type { Key } from "./key";

const t = texts.practice;

type PracticeProps = {
  engine: Engine;
  now: EngineState;
  /** The song's own key, once it was looked for. */
  songKey: Key | null;
  onKey: (key: Key | null) => void;
  /** Tracks that sum to the song, and those of them with a pitch. */
  tracks: readonly number[];
  pitched: readonly number[];
};

/** Tempo, pitch, key, beats, metronome and count-in: for those who play along. */
export function PracticePanel({ engine, now, songKey, onKey, tracks, pitched }: PracticeProps) {
  const { change, beats } = now;
  const [share, setShare] = useState<number | null>(null);
  const [says, setSays] = useState("");
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const find = async () => {
    stop.current = new AbortController();
    setShare(0);
    setSays("");
    try {
      const { grid, key }: SongFacts = await analyse(engine.sound, tracks, pitched, setShare, stop.current.signal);
      engine.setBeats(grid);
      onKey(key);
      setSays(grid === null ? t.noPulse : "");
    } catch (e) {
      if (!stop.current.signal.aborted) {
        setSays(sentenceOf(e));
      }
    } finally {
      setShare(null);
    }
  };
  const percent = Math.round(100 * change.tempo);
  const setTempo = (to: number) => engine.setChange({ tempo: Math.min(FASTEST, Math.max(SLOWEST, Math.round(to) / 100)) });
  return (
    <details className="practice">
      <summary>
        {t.title}
        {beats && <span className="fact">{t.bpm((beats.bpm * change.tempo).toFixed(1))}</span>}
        {songKey && <span className="fact">{t.key(songKey.tonic + change.semitones, songKey.minor)}</span>}
        {percent !== 100 && <span className="fact">{t.percent(percent)}</span>}
      </summary>
      <div className="practice-row">
        <Slider name={t.tempo} value={percent} least={100 * SLOWEST} most={100 * FASTEST} step={1} text={t.percent(percent)} neutral={100} onChange={setTempo} />
        <Slider name={t.pitch} value={change.semitones} least={-12} most={12} step={1} text={t.semitones(change.semitones)} neutral={0}
          onChange={(semitones) => engine.setChange({ semitones })} />
        <div className="practice-beats">
          <div className="row">
            {share === null
              ? <button onClick={() => void find()}>{beats || songKey ? t.findAgain : t.find}</button>
              : <button onClick={() => stop.current?.abort()}>{t.finding(Math.floor(100 * share))}</button>}
            {beats && (
              <>
                <button className="quiet wide" onClick={() => engine.setBeats(halved(beats))} title={t.halfHint}>÷ 2</button>
                <button className="quiet wide" onClick={() => engine.setBeats(doubled(beats))} title={t.doubleHint}>× 2</button>
                <button className="quiet wide" onClick={() => engine.setBeats({ ...beats, firstOfBar: (beats.firstOfBar + 1) % beats.perBar })} title={t.barHint}>{t.bar}</button>
                <label className="per-bar">{t.perBar}
                  <select value={beats.perBar} onChange={(e) => engine.setBeats({ ...beats, perBar: Number(e.target.value), firstOfBar: beats.firstOfBar % Number(e.target.value) })}>
                    {[2, 3, 4, 5, 6, 7].map((n) => <option key={n} value={n}>{n}</option>)}
                  </select>
                </label>
              </>
            )}
          </div>
          <div className="row">
            <label className="tick"><input type="checkbox" disabled={!beats} checked={now.metronome} onChange={(e) => engine.setMetronome(e.target.checked)} />{t.metronome}</label>
            <label className="tick"><input type="checkbox" disabled={!beats} checked={now.countIn} onChange={(e) => engine.setCountIn(e.target.checked)} />{t.countIn}</label>
          </div>
          <p className="small" role="status">{says !== "" ? says : beats ? "" : t.findHint}</p>
        </div>
      </div>
    </details>
  );
}

type SliderProps = { name: string; value: number; least: number; most: number; step: number; text: string; neutral: number; onChange: (value: number) => void };

function Slider({ name, value, least, most, step, text, neutral, onChange }: SliderProps) {
  const way = (v: number) => (100 * (v - least)) / (most - least);
  return (
    <div className="practice-slider">
      <span className="name">{name}</span>
      <button className="quiet" aria-label={t.less(name)} disabled={value <= least} onClick={() => onChange(Math.max(least, value - step))}>−</button>
      <input type="range" min={least} max={most} step={step} value={value} aria-label={name} aria-valuetext={text}
        style={{ "--from": `${Math.min(way(value), way(neutral))}%`, "--to": `${Math.max(way(value), way(neutral))}%` } as React.CSSProperties}
        onChange={(e) => onChange(Number(e.target.value))} onDoubleClick={() => onChange(neutral)} />
      <button className="quiet" aria-label={t.more(name)} disabled={value >= most} onClick={() => onChange(Math.min(most, value + step))}>+</button>
      <output>{text}</output>
    </div>
  );
}

type Grid = NonNullable<EngineState["beats"]>;

function halved(grid: Grid): Grid {
  const first = grid.firstOfBar % 2;
  return { ...grid, bpm: grid.bpm / 2, beats: grid.beats.filter((_, i) => i % 2 === first), firstOfBar: Math.floor(grid.firstOfBar / 2) };
}

function doubled(grid: Grid): Grid {
  const beats = grid.beats.flatMap((beat, i) => [beat, ((grid.beats[i + 1] ?? 2 * beat - (grid.beats[i - 1] ?? 0)) + beat) / 2]);
  return { ...grid, bpm: 2 * grid.bpm, beats, firstOfBar: (2 * grid.firstOfBar) % grid.perBar };
}
