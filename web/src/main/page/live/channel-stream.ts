import { RealFft } from "../here/fft";
import type { Grid } from "../here/stft";
import type { WindowPair } from "./synthesis-window";

/** Larger samples are taken for no sound: 120 dB over full scale. */
const MAX_AMPLITUDE = 1e6;

/**
 * One channel of the sound on its way: samples → spectra → masked spectra → samples of every stem but the last, as
 * `ChannelStream` of module live. Everything is allocated at the start. Positions count samples of the stream from 0;
 * rings keep what is still needed.
 */
export class ChannelStream {
  private readonly fft: RealFft;
  private readonly work: Float64Array;
  /** The input, by position modulo its length. */
  private readonly history: Float32Array;
  /** Spectra that wait for their masks, `[number % length][2 · bins]`. */
  private readonly spectra: Float32Array[];
  /** Sums of windowed samples that are not given away yet, `[stem][position % length]`. */
  private readonly sums: Float64Array[];
  private readonly mask: number;
  private readonly bins: number;

  /**
   * @param stems without the last
   * @param waiting spectra that wait for their masks at a time, at the most
   * @param delay frames that the output is late, at the most
   */
  constructor(private readonly grid: Grid, private readonly window: WindowPair, stems: number, waiting: number, delay: number) {
    this.fft = new RealFft(grid.fftLength);
    this.work = new Float64Array(grid.fftLength + 2);
    const ring = 2 ** Math.ceil(Math.log2(delay + 2 * grid.fftLength));
    this.history = new Float32Array(ring);
    this.sums = Array.from({ length: stems }, () => new Float64Array(ring));
    this.mask = ring - 1;
    this.bins = grid.fftLength / 2 + 1;
    this.spectra = Array.from({ length: waiting + 1 }, () => new Float32Array(2 * this.bins));
  }

  /** Takes samples; those that are no sound become 0. @param position of the first one in the stream */
  add(position: number, block: Float32Array, from: number, frames: number): void {
    for (let i = 0; i < frames; i++) {
      const sample = block[from + i]!;
      this.history[(position + i) & this.mask] = Math.abs(sample) <= MAX_AMPLITUDE ? sample : 0; // NaN too
    }
  }

  /** The input sample at a position. */
  sample(position: number): number {
    return this.history[position & this.mask]!;
  }

  /**
   * Transforms the samples before a position for the network, and keeps the spectrum until its mask is there.
   *
   * @param end one past the window's last sample
   * @param into `[4 · model bins]`: this side's real and imaginary parts are written; null = only kept
   */
  analyse(number: number, end: number, into: Float32Array | null, side: number): void {
    const { work, grid } = this;
    const { analysis } = this.window;
    const start = end - analysis.length;
    for (let i = 0; i < analysis.length; i++) {
      const position = start + i;
      work[i] = position < 0 ? 0 : this.history[position & this.mask]! * analysis[i]!;
    }
    this.fft.forward(work);
    this.spectra[number % this.spectra.length]!.set(work);
    if (into) {
      const re = 2 * side * grid.modelBins;
      const im = re + grid.modelBins;
      const known = Math.min(grid.modelBins, this.bins);
      for (let bin = 0; bin < known; bin++) {
        into[re + bin] = Math.fround(work[2 * bin]!) * grid.scale;
        into[im + bin] = Math.fround(work[2 * bin + 1]!) * grid.scale;
      }
    }
  }

  /**
   * Masks a kept spectrum and joins it to every stem but the last. Bins beyond the model's top take the mask of its last bin.
   *
   * @param end one past the window's last sample
   * @param masks `[stems][2][model bins]`
   * @param otherSide the same side; or the other one for a channel that was heard on both sides: its mask is the mean
   */
  join(number: number, end: number, masks: Float32Array, side: number, otherSide: number): void {
    const { work, bins, sums } = this;
    const { modelBins } = this.grid;
    const spectrum = this.spectra[number % this.spectra.length]!;
    const known = Math.min(modelBins, bins);
    for (let stem = 0; stem < sums.length; stem++) {
      const row = (2 * stem + side) * modelBins;
      const otherRow = (2 * stem + otherSide) * modelBins;
      let share = 0;
      for (let bin = 0; bin < bins; bin++) {
        if (bin < known) {
          share = row === otherRow ? masks[row + bin]! : 0.5 * (masks[row + bin]! + masks[otherRow + bin]!);
        }
        work[2 * bin] = Math.fround(spectrum[2 * bin]! * share);
        work[2 * bin + 1] = Math.fround(spectrum[2 * bin + 1]! * share);
      }
      this.fft.inverse(work);
      this.overlapAdd(end, sums[stem]!);
    }
  }

  private overlapAdd(end: number, sum: Float64Array): void {
    const { synthesis, frames } = this.window;
    const start = end - synthesis.length;
    for (let i = Math.max(synthesis.length - frames, -start); i < synthesis.length; i++) { // before the stream nobody listens
      const at = (start + i) & this.mask;
      sum[at] = sum[at]! + this.work[i]! * synthesis[i]!;
    }
  }

  /** Gives away a stem's sample, whose place in the ring becomes free. */
  take(stem: number, position: number): number {
    const at = position & this.mask;
    const sums = this.sums[stem]!;
    const sample = sums[at]!;
    sums[at] = 0;
    return Math.fround(sample);
  }
}
