import { RealFft } from "../here/fft";
import { gridOf, hann } from "../here/stft";

/**
 * Spectra of a mono signal that comes in blocks of any length: one for every hop, of samples under a Hann window. The grid is
 * that of 44.1 kHz, scaled to the song's rate.
 */
export class WindowedSpectra {
  /** From one bin to the next. */
  readonly hz: number;
  readonly framesPerSecond: number;
  readonly fftLength: number;
  private readonly fft: RealFft;
  private readonly window: Float64Array;
  private readonly work: Float64Array;
  private readonly hop: number;
  private readonly buffer: Float32Array;
  private readonly each: (spectrum: Float64Array) => void;
  private filled: number;

  /** `each` takes a spectrum, real and imaginary parts in turn; the same array is filled again. `silent` samples of silence come first. */
  constructor(grid: Parameters<typeof gridOf>[0], sampleRate: number, silent: (fftLength: number) => number, each: (spectrum: Float64Array) => void) {
    const { fftLength, hopLength } = gridOf(grid, sampleRate);
    this.fft = new RealFft(fftLength);
    this.window = hann(fftLength);
    this.work = new Float64Array(fftLength + 2);
    this.hop = hopLength;
    this.hz = sampleRate / fftLength;
    this.framesPerSecond = sampleRate / hopLength;
    this.fftLength = fftLength;
    this.buffer = new Float32Array(fftLength);
    this.filled = silent(fftLength);
    this.each = each;
  }

  add(mono: Float32Array): void {
    const { buffer } = this;
    for (let from = 0; from < mono.length; ) {
      const taken = Math.min(mono.length - from, buffer.length - this.filled);
      buffer.set(mono.subarray(from, from + taken), this.filled);
      this.filled += taken;
      from += taken;
      if (this.filled === buffer.length) {
        this.frame();
        buffer.copyWithin(0, this.hop);
        this.filled -= this.hop;
      }
    }
  }

  private frame(): void {
    const { work, window, buffer } = this;
    for (let i = 0; i < buffer.length; i++) {
      work[i] = buffer[i]! * window[i]!;
    }
    this.fft.forward(work);
    this.each(work);
  }
}
