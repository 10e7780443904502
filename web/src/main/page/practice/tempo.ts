/** Tempos that are looked for, in beats a minute. */
const SLOWEST = 40;
const FASTEST = 240;
/** People tap near this; of two tempos that fit, the nearer one is meant. Spread in octaves. */
const USUAL = 120;
const SPREAD = 0.9;
/** How much an irregular beat costs against an onset's strength. */
const TIGHTNESS = 100;
/** An onset is seen this long before it is centred under the window: measured with clicks (`analysis.test.ts`). */
const EARLY_SECONDS = 0.0105;

export type Tracked = { bpm: number; beats: number[] };

/**
 * Tempo and beats from the strength of onsets: the lag at which it is most like itself, weighted towards tempos that people tap, then
 * the sequence of times that has strong onsets at nearly that distance, by dynamic programming.
 * Source: Ellis, Beat tracking by dynamic programming, J. New Music Research 36(1), 2007.
 *
 * @param strength of onsets, at `framesPerSecond`
 * @param low of onsets of low notes and drums
 * @returns null if there is no pulse: silence, or a few seconds only
 */
export function trackBeats(strength: readonly number[], low: readonly number[], framesPerSecond: number): Tracked | null {
  const all = standardised(strength, framesPerSecond);
  const drum = standardised(low, framesPerSecond);
  const onsets = all && drum ? all.map((value, i) => value + drum[i]!) : all; // what is low falls on beats more often than between them
  const period = onsets && periodOf(onsets, framesPerSecond);
  if (!onsets || !period) {
    return null;
  }
  const frames = sequence(onsets, period);
  if (frames.length < 4) {
    return null;
  }
  const places = frames.map((frame) => peakNear(onsets, frame));
  const line = straight(onsets, period);
  const seconds = (frame: number) => Math.max(0, frame / framesPerSecond + EARLY_SECONDS);
  if (line) {
    const beats = Array.from({ length: Math.floor((onsets.length - line.start) / line.period) }, (_, i) => seconds(line.start + i * line.period));
    return { bpm: (60 * framesPerSecond) / line.period, beats };
  }
  const beats = places.map(seconds);
  const gaps = beats.slice(1).map((beat, i) => beat - beats[i]!).sort((a, b) => a - b);
  return { bpm: 60 / gaps[Math.floor(gaps.length / 2)]!, beats };
}

/** Without its slow changes, negative parts gone, the rest with a deviation of 1; null if nothing begins anywhere. */
function standardised(strength: readonly number[], framesPerSecond: number): Float64Array | null {
  const n = strength.length;
  const half = Math.round(framesPerSecond);
  const sums = new Float64Array(n + 1);
  strength.forEach((value, i) => (sums[i + 1] = sums[i]! + value));
  const out = Float64Array.from({ length: n }, (_, i) => {
    const [from, to] = [Math.max(0, i - half), Math.min(n, i + half + 1)];
    return Math.max(0, strength[i]! - (sums[to]! - sums[from]!) / (to - from));
  });
  const deviation = Math.sqrt(out.reduce((sum, value) => sum + value * value, 0) / Math.max(1, n));
  return deviation > 1e-6 && n > 4 * framesPerSecond ? out.map((value) => value / deviation) : null;
}

/** Frames of a beat, with a fraction. */
function periodOf(onsets: Float64Array, framesPerSecond: number): number | null {
  const longest = Math.ceil((2 * 60 * framesPerSecond) / SLOWEST);
  const smooth = blurred(onsets);
  const alike = new Float64Array(longest + 2);
  for (let lag = 1; lag < alike.length; lag++) {
    let sum = 0;
    for (let i = lag; i < smooth.length; i++) {
      sum += smooth[i]! * smooth[i - lag]!;
    }
    alike[lag] = sum / Math.max(1, smooth.length - lag);
  }
  const mean = alike.reduce((a, b) => a + b, 0) / alike.length;
  const at = (lag: number) => {
    const k = Math.floor(lag);
    return k + 1 < alike.length ? alike[k]! + (lag - k) * (alike[k + 1]! - alike[k]!) - mean : 0;
  };
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let lag = Math.floor((60 * framesPerSecond) / FASTEST); lag <= (60 * framesPerSecond) / SLOWEST; lag += 0.1) {
    const octaves = Math.log2((60 * framesPerSecond) / lag / USUAL);
    const prior = Math.exp(-0.5 * (octaves / SPREAD) ** 2);
    const score = prior * (at(lag) + 0.5 * at(2 * lag) + 0.33 * at(3 * lag) + 0.25 * at(4 * lag));
    if (score > most) {
      most = score;
      best = lag;
    }
  }
  return most > 0 ? best : null;
}

function blurred(values: Float64Array): Float64Array {
  return values.map((value, i) => 0.5 * value + 0.25 * ((values[i - 1] ?? 0) + (values[i + 1] ?? 0)));
}

/** The frames of the best sequence of beats. */
function sequence(onsets: Float64Array, period: number): number[] {
  const smooth = blurred(onsets);
  const score = new Float64Array(smooth.length);
  const before = new Int32Array(smooth.length).fill(-1);
  const [least, most] = [Math.round(period / 2), Math.round(2 * period)];
  const costs = Float64Array.from({ length: most + 1 }, (_, lag) => TIGHTNESS * Math.log(Math.max(1, lag) / period) ** 2);
  for (let t = 0; t < smooth.length; t++) {
    let [best, from] = [0, -1];
    for (let lag = least; lag <= Math.min(most, t); lag++) {
      const value = score[t - lag]! - costs[lag]!;
      if (value > best) {
        [best, from] = [value, t - lag];
      }
    }
    score[t] = smooth[t]! + best;
    before[t] = from;
  }
  let last = 0;
  for (let t = Math.max(0, smooth.length - most); t < smooth.length; t++) {
    last = score[t]! > score[last]! ? t : last;
  }
  const frames: number[] = [];
  for (let t = last; t >= 0; t = before[t]!) {
    frames.push(t);
  }
  return frames.reverse();
}

/** Where an onset is strongest around a frame, between frames by a parabola. */
function peakNear(onsets: Float64Array, frame: number): number {
  let best = frame;
  for (let t = Math.max(1, frame - 2); t <= Math.min(onsets.length - 2, frame + 2); t++) {
    best = onsets[t]! > onsets[best]! ? t : best;
  }
  const [a, b, c] = [onsets[best - 1] ?? 0, onsets[best]!, onsets[best + 1] ?? 0];
  const bend = a - 2 * b + c;
  return bend < 0 ? best + Math.max(-0.5, Math.min(0.5, (0.5 * (a - c)) / bend)) : best;
}

/** Tempos near the one that was found, at which a sequencer may have played, are tried out this far away, in shares. */
const NEAR = 0.03;
/** So many times larger than the others nearby must a coefficient be: hands on drums wander, and smear it. */
const SHARP = 4;

/**
 * A grid of one tempo for the whole song, if a sequencer played it: the frequency near the tracked one at which the onsets have the
 * largest Fourier coefficients, with harmonics, known to a fraction of a beat over the song's length; its phase is where they gather.
 */
function straight(onsets: Float64Array, period: number): { start: number; period: number } | null {
  const n = onsets.length;
  const size = (hz: number) => [1, 2, 4].reduce((sum, harmonic) => sum + coefficient(onsets, hz * harmonic), 0);
  let best = 1 / period;
  let sharpness: number | undefined;
  for (const [reach, step] of [[NEAR / period, 1 / (8 * n)], [1 / (8 * n), 1 / (200 * n)]] as const) {
    const middle = best;
    let most = 0;
    const sizes: number[] = [];
    for (let hz = middle - reach; hz <= middle + reach; hz += step) {
      const found = size(hz);
      sizes.push(found);
      [best, most] = found > most ? [hz, found] : [best, most];
    }
    sharpness ??= most / sizes.sort((a, b) => a - b)[sizes.length >> 1]!;
  }
  best = 1 / best;
  const start = phaseOf(onsets, best);
  return sharpness! >= SHARP ? { start, period: best } : null;
}

/** The size of one Fourier coefficient, at `hz` turns a frame. */
function coefficient(values: Float64Array, hz: number): number {
  const [c, s] = [Math.cos(2 * Math.PI * hz), Math.sin(2 * Math.PI * hz)];
  let [wr, wi, re, im] = [1, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    re += values[i]! * wr;
    im += values[i]! * wi;
    const next = wr * c - wi * s;
    wi = wr * s + wi * c;
    wr = next;
  }
  return Math.hypot(re, im);
}

/** Where in a period the onsets gather, in frames. */
function phaseOf(onsets: Float64Array, period: number): number {
  const bins = Math.max(8, Math.round(4 * period));
  const folded = new Float64Array(bins);
  onsets.forEach((value, i) => (folded[Math.floor(((i % period) / period) * bins) % bins]! += value));
  const around = (bin: number) => [-3, -2, -1, 0, 1, 2, 3].map((k) => ({ k, value: folded[(bin + k + bins) % bins]! * (4 - Math.abs(k)) }));
  let best = 0;
  let most = 0;
  for (let bin = 0; bin < bins; bin++) {
    const sum = around(bin).reduce((all, { value }) => all + value, 0);
    if (sum > most) {
      most = sum;
      best = bin;
    }
  }
  const near = around(best);
  const all = near.reduce((sum, { value }) => sum + value, 0) || 1;
  return ((best + 0.5 + near.reduce((sum, { k, value }) => sum + k * value, 0) / all) * period) / bins;
}
