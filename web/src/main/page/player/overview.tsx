import { type PointerEvent, useRef } from "react";
import type { Peaks } from "../api/client";
import { css, rgbOf, useCanvas } from "./canvas";
import { columnsOf, inside, type View, wholeSong } from "./view";

/** The whole song, small, with the visible part marked, which can be dragged. Hidden from screen readers: zooming has buttons. */
export function Overview({ peaks, seconds, view, onView }: { peaks: Peaks; seconds: number; view: View; onView: (view: View) => void }) {
  const grabbed = useRef<number | null>(null);
  const canvas = useCanvas((target, width, height) => {
    const g = target.getContext("2d")!;
    const columns = columnsOf(peaks, wholeSong(seconds), width);
    g.fillStyle = css(rgbOf(target, "color"), 0.75);
    for (let i = 0; i < width; i++) {
      const top = height / 2 - (columns[2 * i + 1]! * height) / 2;
      g.fillRect(i, top, 1, Math.max(1, height / 2 - (columns[2 * i]! * height) / 2 - top));
    }
  }, [peaks, seconds]);

  const at = (e: PointerEvent) => {
    const box = e.currentTarget.getBoundingClientRect();
    return ((e.clientX - box.left) / box.width) * seconds;
  };
  return (
    <div
      className="overview"
      aria-hidden="true"
      onPointerDown={(e) => {
        e.currentTarget.setPointerCapture(e.pointerId);
        const x = at(e);
        const grip = x - view.start;
        grabbed.current = grip >= 0 && grip <= view.span ? grip : view.span / 2;
        onView(inside({ start: x - grabbed.current, span: view.span }, seconds));
      }}
      onPointerMove={(e) => grabbed.current !== null && onView(inside({ start: at(e) - grabbed.current, span: view.span }, seconds))}
      onPointerUp={() => void (grabbed.current = null)}
      onPointerCancel={() => void (grabbed.current = null)}
    >
      <canvas ref={canvas} />
      <div className="overview-window" style={{ left: `${(100 * view.start) / seconds}%`, width: `${(100 * view.span) / seconds}%` }} />
      <div className="overview-head" />
    </div>
  );
}
