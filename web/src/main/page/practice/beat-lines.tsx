import type { View } from "../player/view";
import { beatsBetween, type BeatGrid } from "./beats";

/** More would be a grey area. */
const MOST = 200;

/** The beats that are in view, as lines over the lanes; only where bars begin if there are too many. */
export function BeatLines({ grid, view, seconds }: { grid: BeatGrid; view: View; seconds: number }) {
  const beats = beatsBetween(grid, view.start, Math.min(seconds, view.start + view.span));
  const shown = beats.length <= MOST ? beats : beats.filter((beat) => beat.first);
  return shown.length > MOST ? null : shown.map((beat) => (
    <div key={beat.seconds} className={`beat-line${beat.first ? " is-first" : ""}`} style={{ left: `${(100 * (beat.seconds - view.start)) / view.span}%` }} />
  ));
}
