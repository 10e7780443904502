import { useEffect, useRef, useState } from "react";
import { texts } from "../texts";
import type { Engine } from "./engine";
import { clockText, rulerStep, type View } from "./view";

/** Times along the lanes, and the song's position as a slider, for the pointer, the keyboard and screen readers. */
export function Ruler({ view, seconds, engine }: { view: View; seconds: number; engine: Engine }) {
  const ref = useRef<HTMLDivElement>(null);
  const [second, setSecond] = useState(() => Math.floor(engine.seconds()));
  useEffect(() => {
    const desk = ref.current!.closest(".desk")!;
    const onTick = (e: Event) => setSecond(Math.floor((e as CustomEvent<number>).detail));
    desk.addEventListener("tick", onTick);
    return () => desk.removeEventListener("tick", onTick);
  }, []);

  const step = rulerStep(view.span, 0.09);
  const first = Math.ceil(view.start / step);
  const marks = Array.from({ length: Math.max(0, Math.floor((view.start + view.span) / step) - first + 1) }, (_, i) => (first + i) * step);
  return (
    <div
      ref={ref}
      className="ruler"
      role="slider"
      tabIndex={0}
      aria-label={texts.player.position}
      aria-valuemin={0}
      aria-valuemax={Math.floor(seconds)}
      aria-valuenow={second}
      aria-valuetext={texts.player.positionText(clockText(second), clockText(seconds))}
      onPointerDown={(e) => {
        const box = e.currentTarget.getBoundingClientRect();
        engine.seek(view.start + ((e.clientX - box.left) / box.width) * view.span);
      }}
    >
      {marks.map((at) => (
        <span key={at} style={{ left: `${(100 * (at - view.start)) / view.span}%` }}>{clockText(at, step < 1)}</span>
      ))}
    </div>
  );
}
