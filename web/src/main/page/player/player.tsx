import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { Client, Region, Results } from "../api/client";
import { FeedbackCard } from "../feedback/feedback-card";
import { isOfVoice, KIND_TEXTS } from "../feedback/regions";
import { useFeedback } from "../feedback/use-feedback";
import { sentenceOf } from "../api/problem";
import { drafts } from "../drafts";
import { Warning } from "../icons";
import { isTyping } from "../keyboard";
import { stemName, texts } from "../texts";
import { BeatLines } from "../practice/beat-lines";
import { FASTEST, isUnchanged, SLOWEST } from "../practice/changed-sound";
import type { Key } from "../practice/key";
import { PracticePanel } from "../practice/practice-panel";
import { isFlat } from "./balance";
import { Downloads } from "./downloads";
import type { EngineState } from "./engine";
import { Lane, type Drag } from "./lane";
import type { LoadedSong } from "./loaded-song";
import { LoopHandles } from "./loop-handles";
import { useMediaKeys } from "./media-keys";
import { Overview } from "./overview";
import { Ruler } from "./ruler";
import { StripControls } from "./strip-controls";
import { Transport } from "./transport";
import { following, type View, wholeSong, zoomed } from "./view";

const t = texts.player;
/** Stems that have no pitch, or one that is not the harmony's. */
const UNPITCHED = new Set(["drums", "vocals"]);

/**
 * The player: transport, overview, a lane for each stem; below it downloads and feedback.
 *
 * @param client the server, which keeps feedback; null for a song of this browser, of which nobody is told
 */
export function Player({ loaded, results, client, again }: { loaded: LoadedSong; results: Results; client: Client | null; again: ReactNode }) {
  const { engine, job, peaks, activity } = loaded;
  const now = useSyncExternalStore(engine.subscribe, engine.snapshot);
  const seconds = engine.sound.frames / engine.sound.sampleRate;
  const stems = job.result!.stems;
  const [view, setView] = useState<View>(() => wholeSong(seconds));
  const [spectrogram, setSpectrogram] = useState(false);
  const [marking, setMarking] = useState<Region["kind"] | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [songKey, setSongKey] = useState<Key | null>(() => drafts.of(job.id).key ?? null);
  const feedback = useFeedback(client, job, seconds);
  const desk = useRef<HTMLElement>(null);
  const [touched, setTouched] = useState(0); // the stem that S and M mean

  const zoom = useCallback((factor: number, at?: number) => {
    setView((v) => {
      const here = engine.seconds();
      const inView = here >= v.start && here <= v.start + v.span;
      return zoomed(v, factor, at ?? (inView ? here : v.start + v.span / 2), seconds);
    });
  }, [engine, seconds]);

  usePlayhead(desk, engine, view, setView, now.playing, seconds);
  useShortcuts(engine, seconds, touched, zoom, setView, setSpectrogram, setMarking);
  useKept(job.id, now, songKey);
  useMediaKeys(engine, job.name, now, seconds);

  const onDrag = (moving: Drag, ended: boolean) => {
    setDrag(ended ? null : moving);
    if (!ended) {
      return;
    }
    if (moving.to === null) {
      engine.seek(moving.from);
    } else if (marking) {
      feedback.mark({ kind: marking, startSeconds: Math.min(moving.from, moving.to), endSeconds: Math.max(moving.from, moving.to) });
    } else {
      engine.setLoop(moving.from, moving.to);
    }
  };

  const loop = useMemo(() => now.loop && { from: now.loop.start / engine.sound.sampleRate, to: now.loop.end / engine.sound.sampleRate }, [now.loop, engine]);
  const shown = drag && drag.to !== null ? { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) } : null;
  const place = (range: { from: number; to: number }) => {
    const share = (x: number) => Math.min(1, Math.max(0, (x - view.start) / view.span));
    return { left: `${100 * share(range.from)}%`, right: `${100 * (1 - share(range.to))}%` };
  };
  const ranges = (
    <>
      {loop && <div className={`loop-range${now.looping ? "" : " is-off"}`} style={place(loop)} />}
      {shown && <div className={marking ? "mark-range" : "loop-range"} style={place(shown)} />}
    </>
  );
  const anySolo = now.strips.some((s) => s.solo);

  return (
    <>
      <section className={`desk${marking ? " is-marking" : ""}${now.original ? " is-original" : ""}`} ref={desk} aria-label={texts.name}>
        <Transport engine={engine} now={now} seconds={seconds} zoom={zoom} view={view} onView={setView} spectrogram={spectrogram} onSpectrogram={setSpectrogram} />
        <PracticePanel engine={engine} now={now} songKey={songKey} onKey={setSongKey} tracks={engine.songTracks()}
          pitched={engine.songTracks().filter((i) => !UNPITCHED.has(stems[i]?.name ?? ""))} />
        {now.problem !== null && (
          <p className="problem" role="alert">
            <Warning />{t.noSound} {sentenceOf(now.problem)} <button onClick={() => void engine.play()}>{t.again}</button>
          </p>
        )}
        {marking && (
          <p className="marking-hint" role="status">
            {texts.feedback.marking(KIND_TEXTS[marking].name)}
            <button onClick={() => setMarking(null)}>{texts.feedback.stop}</button>
          </p>
        )}
        <Overview peaks={peaks.get("mix")!} seconds={seconds} view={view} onView={setView} />
        <div className="lanes" style={{ "--stems": stems.length } as React.CSSProperties}>
          <div className="lane-head ruler-head" />
          <Ruler view={view} seconds={seconds} engine={engine} />
          {stems.map((stem, i) => {
            const strip = now.strips[i]!;
            const heard = !strip.mute && (!anySolo || strip.solo);
            return (
              <div key={stem.name} className={`lane-row is-${stem.name}${heard && !now.original ? "" : " is-silent"}${touched === i ? " is-touched" : ""}`}
                onPointerDownCapture={() => setTouched(i)} onFocusCapture={() => setTouched(i)}>
                <StripControls name={stemName(stem.name)} digit={i + 1} strip={strip} onChange={(what) => engine.setStrip(i, what)} />
                <Lane
                  peaks={peaks.get(stem.name)!}
                  activity={activity}
                  isVoice={activity ? activity.stem === stem.name : stem.name === "vocals"}
                  view={view}
                  seconds={seconds}
                  regions={feedback.regions.filter((r) => isOfVoice(r.kind) === (stem.name === "vocals"))}
                  spectrogram={spectrogram ? { sound: engine.sound, track: i } : null}
                  onDrag={onDrag}
                  onZoom={zoom}
                  onScroll={(by) => setView((v) => ({ start: Math.min(Math.max(0, v.start + by), seconds - v.span), span: v.span }))}
                >
                  {ranges}
                </Lane>
              </div>
            );
          })}
          <div className="over-lanes" aria-hidden="true">
            {now.beats && <BeatLines grid={now.beats} view={view} seconds={seconds} />}
            {ranges}
            <div className="playhead" />
          </div>
          {loop && !marking && (
            <LoopHandles loop={shown ?? loop} view={view} seconds={seconds} onMove={(range, ended) => {
              setDrag(ended ? null : range);
              if (ended) {
                engine.setLoop(range.from, range.to);
              }
            }} />
          )}
        </div>
      </section>
      <div className="cards">
        <div className="cards-column">
          <Downloads client={results} job={job} engine={engine} strips={now.strips} loop={now.looping ? now.loop : null} />
          {client && again}
        </div>
        {client ? (
          <FeedbackCard feedback={feedback} stems={stems.map((s) => s.name)} engine={engine} loop={loop} marking={marking} onMarking={setMarking} />
        ) : again}
      </div>
    </>
  );
}

/** Keeps balance, loop, tempo, pitch, beats and key in this browser, so that a reload finds them. */
function useKept(job: string, { strips, loop, looping, change, beats }: EngineState, key: Key | null): void {
  useEffect(() => {
    drafts.put(job, {
      strips: isFlat(strips) ? undefined : [...strips],
      loop: loop ?? undefined,
      looping: loop ? looping : undefined,
      change: isUnchanged(change) ? undefined : change,
      beats: beats ? { ...beats, beats: beats.beats.map((beat) => Math.round(1e4 * beat) / 1e4) } : undefined,
      key: key ?? undefined,
    });
  }, [job, strips, loop, looping, change, beats, key]);
}

/** Updates play-head, clock and meters sixty times a second, without React. */
function usePlayhead(
  desk: React.RefObject<HTMLElement | null>,
  engine: LoadedSong["engine"],
  view: View,
  setView: (view: View) => void,
  playing: boolean,
  seconds: number,
): void {
  useEffect(() => {
    let frame = 0;
    const draw = () => {
      const root = desk.current;
      if (root) {
        const at = engine.seconds();
        root.style.setProperty("--at", String((at - view.start) / view.span));
        root.style.setProperty("--at-whole", String(at / seconds));
        root.classList.toggle("at-hidden", at < view.start || at > view.start + view.span);
        root.dispatchEvent(new CustomEvent<number>("tick", { detail: at }));
        if (playing) {
          const next = following(view, at, seconds);
          if (next) {
            setView(next);
          }
          root.querySelectorAll<HTMLElement>(".meter").forEach((meter, i) => meter.style.setProperty("--level", String(meterShare(engine.level(i)))));
        }
      }
      if (playing) {
        frame = requestAnimationFrame(draw);
      }
    };
    draw();
    const root = desk.current;
    if (!playing) {
      root?.querySelectorAll<HTMLElement>(".meter").forEach((meter) => meter.style.setProperty("--level", "0"));
    }
    const leave = engine.subscribe(() => {
      if (!playing) {
        draw();
      }
    });
    return () => {
      cancelAnimationFrame(frame);
      leave();
    };
  }, [desk, engine, view, setView, playing, seconds]);
}

/** −48 dB to 0 dB as 0 to 1. */
function meterShare(peak: number): number {
  return Math.min(1, Math.max(0, 1 + (20 * Math.log10(peak + 1e-9)) / 48));
}

function useShortcuts(
  engine: LoadedSong["engine"],
  seconds: number,
  touched: number,
  zoom: (factor: number) => void,
  setView: (view: View) => void,
  setSpectrogram: (change: (on: boolean) => boolean) => void,
  setMarking: (kind: null) => void,
): void {
  // Before the page is painted: whoever sees the player can press its keys.
  useLayoutEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      const at = e.target as HTMLElement;
      if (isTyping(e) || (at.matches?.("input[type=range]") && /^(Arrow|Home|End)/.test(e.key))) {
        return;
      }
      if (e.key === " " && at.matches?.("button, a, summary, input[type=checkbox], input[type=radio]")) {
        return; // the space bar presses what has the focus
      }
      const now = engine.snapshot();
      const here = engine.seconds();
      const digit = /^Digit([0-9])$/.exec(e.code)?.[1];
      const strip = digit ? now.strips[Number(digit) - 1] : undefined;
      const loop = now.loop && { from: now.loop.start / engine.sound.sampleRate, to: now.loop.end / engine.sound.sampleRate };
      if (digit === "0") {
        engine.resetStrips();
      } else if (strip) {
        engine.setStrip(Number(digit) - 1, e.shiftKey ? { mute: !strip.mute } : { solo: !strip.solo });
      } else {
        const action: Record<string, () => void> = {
          " ": () => engine.toggle(),
          ArrowLeft: () => engine.seek(here - (e.shiftKey ? 1 : 5)),
          ArrowRight: () => engine.seek(here + (e.shiftKey ? 1 : 5)),
          Home: () => engine.seek(0),
          End: () => engine.seek(seconds),
          a: () => engine.setOriginal(!now.original),
          l: () => engine.setLooping(!now.looping),
          "[": () => engine.setLoop(here, loop && loop.to > here ? loop.to : seconds),
          "]": () => engine.setLoop(loop && loop.from < here ? loop.from : 0, here),
          "+": () => zoom(0.5),
          "=": () => zoom(0.5),
          "-": () => zoom(2),
          f: () => setView(wholeSong(seconds)),
          s: () => engine.setStrip(touched, { solo: !now.strips[touched]?.solo }),
          m: () => engine.setStrip(touched, { mute: !now.strips[touched]?.mute }),
          g: () => setSpectrogram((on) => !on),
          ",": () => engine.setChange({ tempo: Math.max(SLOWEST, Math.round(100 * now.change.tempo - 5) / 100) }),
          ".": () => engine.setChange({ tempo: Math.min(FASTEST, Math.round(100 * now.change.tempo + 5) / 100) }),
          c: () => engine.setMetronome(!now.metronome),
          Escape: () => setMarking(null),
        };
        const act = action[e.key.length === 1 ? e.key.toLowerCase() : e.key];
        if (!act) {
          return;
        }
        act();
      }
      e.preventDefault();
    };
    // A button that was clicked would keep the focus, and the space bar would press it again instead of playing.
    const onClick = (e: MouseEvent) => {
      const pressed = (e.target as HTMLElement).closest<HTMLElement>("button, input[type=checkbox]");
      if (e.detail > 0) {
        pressed?.blur();
      }
    };
    addEventListener("keydown", onKey);
    addEventListener("click", onClick);
    return () => {
      removeEventListener("keydown", onKey);
      removeEventListener("click", onClick);
    };
  }, [engine, seconds, touched, zoom, setView, setSpectrogram, setMarking]);
}
