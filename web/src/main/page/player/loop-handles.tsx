import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { texts } from "../texts";
import { SHORTEST_LOOP_SECONDS } from "./timeline";
import { clockText, type View } from "./view";

const t = texts.player;

type Range = { from: number; to: number };
type LoopHandlesProps = {
  /** In seconds, as is the song. */
  loop: Range;
  view: View;
  seconds: number;
  onMove: (loop: Range, ended: boolean) => void;
};

/** The ends of the loop, to drag or to move by keys: 0.1 seconds, with Shift 1 second. */
export function LoopHandles({ loop, view, seconds, onMove }: LoopHandlesProps) {
  const place = useRef<HTMLDivElement>(null);
  const moving = useRef<Range | null>(null);

  const moved = (end: "from" | "to", at: number): Range =>
    end === "from"
      ? { from: Math.min(Math.max(0, at), loop.to - SHORTEST_LOOP_SECONDS), to: loop.to }
      : { from: loop.from, to: Math.max(Math.min(seconds, at), loop.from + SHORTEST_LOOP_SECONDS) };
  const onPointerMove = (end: "from" | "to") => (e: PointerEvent) => {
    if (moving.current) {
      const box = place.current!.getBoundingClientRect();
      moving.current = moved(end, view.start + ((e.clientX - box.left) / box.width) * view.span);
      onMove(moving.current, false);
    }
  };
  const onRelease = () => {
    if (moving.current) {
      onMove(moving.current, true);
      moving.current = null;
    }
  };
  const onKeyDown = (end: "from" | "to") => (e: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[e.key];
    if (by !== undefined && !e.ctrlKey && !e.metaKey && !e.altKey) {
      e.preventDefault();
      e.stopPropagation(); // the arrows would move the song as well
      onMove(moved(end, loop[end] + by * (e.shiftKey ? 1 : 0.1)), true);
    }
  };
  return (
    <div className="loop-handles" ref={place}>
      {(["from", "to"] as const).map((end) => {
        const share = (loop[end] - view.start) / view.span;
        return share >= 0 && share <= 1 && (
          <div
            key={end}
            className={`loop-handle is-${end}`}
            style={{ left: `${100 * share}%` }}
            role="slider"
            tabIndex={0}
            aria-label={end === "from" ? t.loopStart : t.loopEnd}
            aria-valuemin={0}
            aria-valuemax={Math.ceil(seconds)}
            aria-valuenow={Math.round(10 * loop[end]) / 10}
            aria-valuetext={clockText(loop[end], true)}
            title={t.loopHandleHint}
            onKeyDown={onKeyDown(end)}
            onPointerDown={(e) => {
              e.stopPropagation();
              e.currentTarget.setPointerCapture(e.pointerId);
              moving.current = loop;
            }}
            onPointerMove={onPointerMove(end)}
            onPointerUp={onRelease}
            onPointerCancel={onRelease}
          />
        );
      })}
    </div>
  );
}
