/** Which part of the song is seen, and how its samples become columns of pixels. Seconds throughout. */

export type View = { start: number; span: number };

/** Finer than this a waveform of 200 points a second has nothing to show. */
export const SHORTEST_VIEW_SECONDS = 1;

export function wholeSong(seconds: number): View {
  return { start: 0, span: Math.max(seconds, 0.001) };
}

/** The same span inside the song. */
export function inside(view: View, seconds: number): View {
  const shortest = Math.min(SHORTEST_VIEW_SECONDS, seconds);
  const span = Math.min(Math.max(view.span, shortest), Math.max(seconds, 0.001));
  return { start: Math.min(Math.max(0, view.start), Math.max(0, seconds - span)), span };
}

/** Zooms by `factor` (under 1 = nearer) and keeps `at` where it is on the screen. */
export function zoomed(view: View, factor: number, at: number, seconds: number): View {
  const span = inside({ start: 0, span: view.span * factor }, seconds).span;
  const share = (at - view.start) / view.span;
  return inside({ start: at - share * span, span }, seconds);
}

/** Turns the page when the song runs out of the view; null if it need not. */
export function following(view: View, at: number, seconds: number): View | null {
  if (at >= view.start && at < view.start + view.span) {
    return null;
  }
  const next = inside({ start: at - view.span * 0.05, span: view.span }, seconds);
  return next.start === view.start ? null : next;
}

/** A waveform as the server gives it: least and greatest sample of each point in turn, −128 to 127. */
export type Peaks = { sample_rate: number; samples_per_pixel: number; length: number; data: readonly number[] };

/**
 * Least and greatest sample of each column in ±1, `[2 · columns]`. A column takes all points that it covers, and the
 * one it lies in if it covers none: a click between two columns cannot hide, and nothing is drawn beyond the song.
 */
export function columnsOf(peaks: Peaks, view: View, columns: number): Float32Array {
  const perSecond = peaks.sample_rate / peaks.samples_per_pixel;
  const out = new Float32Array(2 * columns);
  for (let c = 0; c < columns; c++) {
    const from = Math.floor((view.start + (c / columns) * view.span) * perSecond);
    const to = Math.ceil((view.start + ((c + 1) / columns) * view.span) * perSecond);
    let low = 0;
    let high = 0;
    for (let i = Math.max(0, from); i < Math.min(peaks.length, Math.max(to, from + 1)); i++) {
      low = Math.min(low, peaks.data[2 * i] ?? 0);
      high = Math.max(high, peaks.data[2 * i + 1] ?? 0);
    }
    out[2 * c] = low / 128;
    out[2 * c + 1] = high / 128;
  }
  return out;
}

/** The distance of marks on the ruler: at least `leastShare` of the view, a round number of seconds. */
export function rulerStep(span: number, leastShare: number): number {
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
  return steps.find((s) => s >= span * leastShare) ?? 7200;
}

/** `3:07`, `1:02:03`; with tenths `3:07.4`. */
export function clockText(seconds: number, tenths = false): string {
  const unit = tenths ? 10 : 1;
  const all = Math.floor(Math.max(0, seconds) * unit + 1e-6);
  const whole = Math.floor(all / unit);
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const text = hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  return tenths ? `${text}.${all % 10}` : text;
}
