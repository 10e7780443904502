import { useEffect, useRef } from "react";
import { Bars, Close, Fit, LoopIcon, Minus, Pause, Play, Plus, ToStart, Wave } from "../icons";
import { texts } from "../texts";
import { isFlat } from "./balance";
import type { Engine, EngineState } from "./engine";
import { clockText, type View, wholeSong } from "./view";

const t = texts.player;

type TransportProps = {
  engine: Engine;
  now: EngineState;
  seconds: number;
  zoom: (factor: number) => void;
  view: View;
  onView: (view: View) => void;
  spectrogram: boolean;
  onSpectrogram: (on: boolean) => void;
};

export function Transport({ engine, now, seconds, zoom, view, onView, spectrogram, onSpectrogram }: TransportProps) {
  const clock = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const desk = clock.current!.closest(".desk")!;
    const onTick = (e: Event) => void (clock.current!.textContent = clockText((e as CustomEvent<number>).detail, true));
    desk.addEventListener("tick", onTick);
    return () => desk.removeEventListener("tick", onTick);
  }, []);
  const rate = engine.sound.sampleRate;
  return (
    <div className="transport">
      <div className="playbar">
        <Seek engine={engine} seconds={seconds} />
        <div className="group play-group">
          <button className="quiet to-start" onClick={() => engine.seek(0)} aria-label={t.toStart} title={t.toStart}><ToStart /></button>
          <button className="play" data-playing={now.playing} onClick={() => engine.toggle()} aria-label={now.playing ? t.pause : t.play} title={now.playing ? t.pause : t.play}>
            {now.playing ? <Pause /> : <Play />}
          </button>
          <div className="clock" aria-hidden="true">
            <span ref={clock}>{clockText(engine.seconds(), true)}</span>
            <small>{now.waiting ? t.waiting : clockText(seconds)}</small>
          </div>
        </div>
        <div className="group ab-group">
          <div className="segments" role="group" aria-label={t.ab} title={t.abHint}>
            <button aria-pressed={!now.original} onClick={() => engine.setOriginal(false)}>{t.balance}</button>
            <button aria-pressed={now.original} onClick={() => engine.setOriginal(true)}>{t.original}</button>
          </div>
          <label className="tick" title={t.matchedHint}>
            <input type="checkbox" checked={now.matched} onChange={(e) => engine.setMatched(e.target.checked)} />
            {t.matched}
          </label>
        </div>
      </div>
      <div className="group">
        <button className="toggle-wide" aria-pressed={now.looping} onClick={() => engine.setLooping(!now.looping)} title={t.loopHint}>
          <LoopIcon />{t.loop}
          {now.loop && <span className="loop-text">{t.loopText(clockText(now.loop.start / rate, true), clockText(now.loop.end / rate, true))}</span>}
        </button>
        {now.loop && <button className="quiet" onClick={() => engine.clearLoop()} aria-label={t.loopClear} title={t.loopClear}><Close /></button>}
      </div>
      <div className="group right">
        {!isFlat(now.strips) && <button className="reset" onClick={() => engine.resetStrips()}>{t.reset}</button>}
        <div className="buttons">
          <button className="quiet" onClick={() => zoom(2)} disabled={view.span >= seconds} aria-label={t.zoomOut} title={t.zoomOut}><Minus /></button>
          <button className="quiet" onClick={() => onView(wholeSong(seconds))} disabled={view.span >= seconds} aria-label={t.fit} title={t.fit}><Fit /></button>
          <button className="quiet" onClick={() => zoom(0.5)} disabled={view.span <= Math.min(1, seconds)} aria-label={t.zoomIn} title={t.zoomIn}><Plus /></button>
        </div>
        <div className="segments icons" role="group" aria-label={t.spectrogram}>
          <button aria-pressed={!spectrogram} onClick={() => onSpectrogram(false)} aria-label={t.waveform} title={t.waveform}><Wave /></button>
          <button aria-pressed={spectrogram} onClick={() => onSpectrogram(true)} aria-label={t.spectrogram} title={t.spectrogram}><Bars /></button>
        </div>
      </div>
    </div>
  );
}

/** The position as a slider in the bar at the thumb; elsewhere the ruler is one. */
function Seek({ engine, seconds }: { engine: Engine; seconds: number }) {
  const slider = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const input = slider.current!;
    const desk = input.closest(".desk")!;
    const show = (at: number) => {
      input.value = String(at);
      input.setAttribute("aria-valuetext", t.positionText(clockText(at), clockText(seconds)));
      input.style.setProperty("--to", `${(100 * at) / seconds}%`);
    };
    const onTick = (e: Event) => show((e as CustomEvent<number>).detail);
    show(engine.seconds());
    desk.addEventListener("tick", onTick);
    return () => desk.removeEventListener("tick", onTick);
  }, [engine, seconds]);
  return (
    <input ref={slider} className="seek" type="range" min="0" max={seconds} step="any" defaultValue="0" aria-label={t.position}
      onChange={(e) => engine.seek(Number(e.target.value))} />
  );
}
