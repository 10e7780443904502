import { type PointerEvent, type ReactNode, useEffect, useRef } from "react";
import type { Activity, Peaks, Region } from "../api/client";
import { css, rgbOf, useCanvas } from "./canvas";
import type { Sound } from "./sound";
import { Spectrogram } from "./spectrogram";
import { columnsOf, type View } from "./view";

/** A dragged range in seconds of the song; `to` is null until the pointer has moved far enough to count as a drag. */
export type Drag = { from: number; to: number | null };

type LaneProps = {
  peaks: Peaks;
  activity: Activity | null;
  isVoice: boolean;
  view: View;
  seconds: number;
  regions: readonly Region[];
  spectrogram: { sound: Sound; track: number } | null;
  onDrag: (drag: Drag, ended: boolean) => void;
  onZoom: (factor: number, at: number) => void;
  onScroll: (seconds: number) => void;
  /** What lies over the lane where lanes do not lie under each other: on telephones. */
  children: ReactNode;
};

/** One stem's waveform or spectrogram, with voice activity and marks. Everything that the pointer can do here can be
 * done with buttons and keys too. */
export function Lane({ peaks, activity, isVoice, view, seconds, regions, spectrogram, onDrag, onZoom, onScroll, children }: LaneProps) {
  const place = useRef<HTMLDivElement>(null);
  const begun = useRef<{ x: number; drag: Drag } | null>(null);
  const showsWave = spectrogram === null;

  const canvas = useCanvas((target, width, height) => {
    const g = target.getContext("2d")!;
    const stem = rgbOf(target, "color");
    const x = (at: number) => ((at - view.start) / view.span) * width;
    if (activity) {
      for (const span of activity.spans) {
        g.fillStyle = css(stem, isVoice ? 0.13 : 0.045);
        g.fillRect(x(span.startSeconds), 0, x(span.endSeconds) - x(span.startSeconds), height);
        if (isVoice) {
          g.fillStyle = css(stem, 0.9);
          g.fillRect(x(span.startSeconds), 0, x(span.endSeconds) - x(span.startSeconds), Math.max(2, height / 60));
        }
      }
    }
    if (showsWave) {
      const middle = height / 2;
      g.fillStyle = css(stem, 0.35);
      g.fillRect(0, Math.round(middle), x(Math.min(seconds, view.start + view.span)), 1);
      const columns = columnsOf(peaks, view, width);
      g.fillStyle = css(stem);
      for (let i = 0; i < width; i++) {
        const top = middle - columns[2 * i + 1]! * middle * 0.92;
        const bottom = middle - columns[2 * i]! * middle * 0.92;
        if (bottom - top > 0.5) {
          g.fillRect(i, top, 1, bottom - top);
        }
      }
    }
    const warning = rgbOf(target, "outline-color");
    for (const region of regions) {
      const [left, right] = [x(region.startSeconds), x(region.endSeconds)];
      g.save();
      g.beginPath();
      g.rect(left, 0, right - left, height);
      g.clip();
      g.fillStyle = css(warning, 0.16);
      g.fillRect(left, 0, right - left, height);
      g.strokeStyle = css(warning, 0.75);
      g.lineWidth = 1.5;
      for (let at = left - height; at < right; at += 11) {
        g.beginPath();
        g.moveTo(at, height);
        g.lineTo(at + height, 0);
        g.stroke();
      }
      g.strokeRect(left + 0.75, 0.75, right - left - 1.5, height - 1.5);
      g.restore();
    }
  }, [peaks, activity, isVoice, view, seconds, regions, showsWave]);

  const at = (clientX: number) => {
    const box = place.current!.getBoundingClientRect();
    return Math.min(seconds, Math.max(0, view.start + ((clientX - box.left) / box.width) * view.span));
  };

  // Not by React: it listens to wheels passively, and then the page would scroll as well.
  const wheel = useRef<(e: WheelEvent) => void>(() => {});
  wheel.current = (e) => {
    if (e.ctrlKey || e.metaKey) {
      e.preventDefault();
      onZoom(Math.exp(Math.max(-50, Math.min(50, e.deltaY)) / 100), at(e.clientX));
    } else if (Math.abs(e.deltaX) > Math.abs(e.deltaY) || e.shiftKey) {
      e.preventDefault();
      onScroll(((e.deltaX || e.deltaY) / place.current!.clientWidth) * view.span);
    }
  };
  useEffect(() => {
    const element = place.current!;
    const onWheel = (e: WheelEvent) => wheel.current(e);
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, []);

  const onPointerDown = (e: PointerEvent) => {
    if (e.button === 0) {
      e.currentTarget.setPointerCapture(e.pointerId);
      begun.current = { x: e.clientX, drag: { from: at(e.clientX), to: null } };
    }
  };
  const onPointerMove = (e: PointerEvent) => {
    const b = begun.current;
    if (b && (b.drag.to !== null || Math.abs(e.clientX - b.x) > 4)) {
      b.drag = { ...b.drag, to: at(e.clientX) };
      onDrag(b.drag, false);
    }
  };
  const onPointerUp = () => {
    if (begun.current) {
      onDrag(begun.current.drag, true);
      begun.current = null;
    }
  };
  const onPointerCancel = () => {
    begun.current = null;
    onDrag({ from: 0, to: 0 }, false);
  };

  return (
    <div className="lane" ref={place} aria-hidden="true" onPointerDown={onPointerDown} onPointerMove={onPointerMove} onPointerUp={onPointerUp} onPointerCancel={onPointerCancel}>
      {spectrogram && <Spectrogram {...spectrogram} view={view} seconds={seconds} />}
      <canvas ref={canvas} />
      {children}
    </div>
  );
}
