import type { ReactNode } from "react";
import { rgbOf, css, useCanvas } from "../player/canvas";
import { texts } from "../texts";
import { type Outline } from "./outline";

type WorkingProps = {
  name: string;
  says: string;
  /** Of sending or of taking apart, 0 to 1. */
  share: number;
  kind: "sending" | "queued" | "running" | "ended";
  outline: Outline | undefined;
  /** Buttons. */
  children: ReactNode;
};

const BAR = 4;
const GAP = 3;

/** A song that is not ready: its waveform, which is taken apart from left to right, how far it is, and what can be done. */
export function Working({ name, says, share, kind, outline, children }: WorkingProps) {
  const canvas = useCanvas((target, width, height) => {
    const g = target.getContext("2d")!;
    const ratio = width / Math.max(1, target.clientWidth);
    const [voice, music, mix] = [rgbOf(target, "outline-color"), rgbOf(target, "border-top-color"), rgbOf(target, "color")];
    const step = (BAR + GAP) * ratio;
    const bars = Math.floor(width / step);
    const done = kind === "running" ? share * bars : 0;
    const sent = kind === "sending" ? share * bars : bars;
    const peak = Math.max(0.05, ...Array.from(outline?.points ?? [], (p) => (p > 0 ? p : 0)));
    for (let i = 0; i < bars; i++) {
      const level = greatestIn(outline, i / bars, (i + 1) / bars);
      const half = Math.max(1.5 * ratio, (level / peak) * height * 0.36);
      const apart = Math.min(1, Math.max(0, (done - i) / 6));
      const x = i * step;
      if (apart > 0) {
        const gap = apart * height * 0.06;
        bar(g, x, height / 2 - gap - half, half, BAR * ratio, css(voice));
        bar(g, x, height / 2 + gap, half, BAR * ratio, css(music));
      } else {
        bar(g, x, height / 2 - half, 2 * half, BAR * ratio, css(mix, i < sent ? 0.85 : 0.3));
      }
    }
  }, [outline, share, kind]);

  const percent = Math.floor(100 * share);
  const known = kind === "sending" || (kind === "running" && share > 0);
  return (
    <section className={`working is-${kind}`} aria-label={name}>
      <div className="working-wave" aria-hidden="true"><canvas ref={canvas} /></div>
      {kind !== "ended" && (
        <div className={`bar is-${kind}${known ? "" : " is-unknown"}`} role="progressbar" aria-label={texts.list.progressOf(name)}
          aria-valuemin={0} aria-valuemax={100} {...(known ? { "aria-valuenow": percent } : {})}>
          <span style={known ? { transform: `scaleX(${share})` } : {}} />
        </div>
      )}
      <div className="working-foot">
        <p className="working-says">{says}</p>
        <div className="row">{children}</div>
      </div>
    </section>
  );
}

function greatestIn(outline: Outline | undefined, from: number, to: number): number {
  let most = 0;
  const count = outline?.points.length ?? 0;
  for (let i = Math.floor(from * count); i < Math.min(count, Math.max(Math.floor(from * count) + 1, Math.floor(to * count))); i++) {
    const point = outline!.points[i]!;
    most = point > most ? point : most; // not known yet = NaN
  }
  return most;
}

function bar(g: CanvasRenderingContext2D, x: number, top: number, height: number, width: number, colour: string): void {
  g.fillStyle = colour;
  g.beginPath();
  g.roundRect(x, top, width, Math.max(1, height), width / 2);
  g.fill();
}
