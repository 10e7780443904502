import { isSmooth, RealFft } from "./fft";

/** The frames and bins of one song, laid so that they match a model's in seconds and hertz: core's `AnalysisGrid`. */
export type Grid = {
  /** Of the song, in Hz. */
  sampleRate: number;
  /** Samples under one window: the model's, scaled by the rates' ratio, to the nearest multiple of 4 without a prime factor above 7. */
  fftLength: number;
  hopLength: number;
  /** Bins that the model knows; the song may have more or fewer. */
  modelBins: number;
  /** What the song's spectra are multiplied by for the model: its FFT length / ours. A float's value. */
  scale: number;
};

/** What a model was trained on. */
export type Trained = { sampleRate: number; fftLength: number; hopLength: number };

export function gridOf(trained: Trained, sampleRate: number): Grid {
  const fftLength = sampleRate === trained.sampleRate ? trained.fftLength : nearestSmooth((trained.fftLength * sampleRate) / trained.sampleRate);
  const hopLength = Math.max(1, Math.round((fftLength * trained.hopLength) / trained.fftLength));
  return { sampleRate, fftLength, hopLength, modelBins: trained.fftLength / 2 + 1, scale: Math.fround(trained.fftLength / fftLength) };
}

/** How many frames cover so many samples: with one fewer, the last samples would lie under the foot of a window alone. */
export function framesFor(grid: Grid, samples: number): number {
  return Math.ceil(samples / grid.hopLength) + 1;
}

/** The multiple of 4 nearest to `length` whose largest prime factor is at most 7; of two equally near ones the smaller. */
function nearestSmooth(length: number): number {
  const middle = Math.max(4, 4 * Math.round(length / 4));
  for (let away = 0; ; away += 4) {
    const below = isSmooth(middle - away) ? middle - away : Number.NEGATIVE_INFINITY;
    const above = isSmooth(middle + away) ? middle + away : Number.POSITIVE_INFINITY;
    if (Number.isFinite(below) || Number.isFinite(above)) {
      return length - below <= above - length ? below : above;
    }
  }
}

/** The periodic Hann window, `0.5 − 0.5 cos(2π i / size)`. */
export function hann(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
}

/**
 * The short-time Fourier transform, as core's `Stft`: frame `t` is centred on sample `t · hop` under a periodic Hann
 * window; outside the signal there is silence. Spectra are not normalised. Source: Allen, IEEE Trans. ASSP 25(3), 1977.
 */
export class Stft {
  readonly window: Float64Array;
  readonly bins: number;
  private readonly fft: RealFft;
  private readonly work: Float64Array;

  constructor(readonly fftLength: number, readonly hopLength: number) {
    this.window = hann(fftLength);
    this.bins = fftLength / 2 + 1;
    this.fft = new RealFft(fftLength);
    this.work = new Float64Array(fftLength + 2);
  }

  /**
   * Transforms one frame.
   *
   * @param signal samples; those outside `[0, end)` are taken as silence
   * @param start index of the window's first sample, may be negative
   * @param spectrum `[2 · bins]`, re and im in turn, overwritten
   */
  frame(signal: Float32Array, start: number, end: number, spectrum: Float32Array): void {
    const { work, window, fftLength } = this;
    const first = Math.min(Math.max(-start, 0), fftLength);
    const last = Math.min(Math.max(end - start, first), fftLength);
    work.fill(0, 0, first);
    for (let i = first; i < last; i++) {
      work[i] = signal[start + i]! * window[i]!;
    }
    work.fill(0, last, fftLength);
    this.fft.forward(work);
    spectrum.set(work);
  }

  /** One frame's bins as samples, windowed once more as `OverlapAdd` needs them: `[≥ fftLength]`, overwritten by the next call. */
  samples(spectrum: Float32Array): Float64Array {
    const { work, window } = this;
    work.set(spectrum);
    this.fft.inverse(work);
    for (let i = 0; i < window.length; i++) {
      work[i] = work[i]! * window[i]!;
    }
    return work;
  }
}

/**
 * Joins frames of bins into one signal by weighted overlap-add, as core's `OverlapAdd`: untouched spectra give back their
 * signal. Frames come in order from frame 0; what is ready must be taken before the next one.
 * Source: Griffin and Lim, IEEE Trans. ASSP 32(2), 1984, equation 6: the least-squares inverse.
 */
export class OverlapAdd {
  private readonly sum: Float64Array;
  private readonly weight: Float64Array;
  private readonly squared: Float64Array;
  /** Position in the signal of `sum[0]`; negative until the first half window is past. */
  private position: number;
  private waiting = 0;

  constructor(private readonly stft: Stft) {
    this.sum = new Float64Array(stft.fftLength + stft.hopLength);
    this.weight = new Float64Array(this.sum.length);
    this.squared = stft.window.map((w) => w * w);
    this.position = -stft.fftLength / 2;
  }

  add(spectrum: Float32Array): void {
    this.dropBeforeStart();
    const samples = this.stft.samples(spectrum);
    const { sum, weight, squared } = this;
    for (let i = 0; i < squared.length; i++) {
      sum[i] = sum[i]! + samples[i]!;
      weight[i] = weight[i]! + squared[i]!;
    }
    this.waiting = this.stft.hopLength;
  }

  /** No more frames come: everything left can be taken, silence after that. */
  finish(): void {
    this.dropBeforeStart();
    this.waiting = this.sum.length;
  }

  /** Takes samples that are ready, at most as many as there is room for from `offset` on. Returns how many. */
  take(signal: Float32Array, offset: number): number {
    this.dropBeforeStart();
    const taken = Math.min(signal.length - offset, this.waiting);
    for (let i = 0; i < taken; i++) {
      const weight = this.weight[i]!;
      signal[offset + i] = weight > 0 ? this.sum[i]! / weight : 0;
    }
    this.advance(taken);
    return taken;
  }

  /** Forgets what lies before sample 0: the first half of frame 0's window. */
  private dropBeforeStart(): void {
    if (this.position < 0 && this.waiting > 0) {
      this.advance(Math.min(this.waiting, -this.position));
    }
  }

  private advance(samples: number): void {
    this.sum.copyWithin(0, samples);
    this.weight.copyWithin(0, samples);
    this.sum.fill(0, this.sum.length - samples);
    this.weight.fill(0, this.weight.length - samples);
    this.position += samples;
    this.waiting -= samples;
  }
}
