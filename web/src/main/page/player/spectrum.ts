/** A spectrogram's columns: how loud each frequency is at a time, and what colour that is. */

export const FFT_FRAMES = 2048;

/** In place, a power of two long. Cooley and Tukey, radix 2, decimation in time. */
export class Fft {
  private readonly cos: Float64Array;
  private readonly sin: Float64Array;
  private readonly swaps: Uint32Array;

  constructor(readonly size: number) {
    this.cos = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.sin = Float64Array.from({ length: size / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / size));
    const bits = Math.log2(size);
    this.swaps = Uint32Array.from({ length: size }, (_, i) => {
      let reversed = 0;
      for (let b = 0; b < bits; b++) {
        reversed = (reversed << 1) | ((i >> b) & 1);
      }
      return reversed;
    });
  }

  transform(re: Float64Array, im: Float64Array): void {
    const { size, cos, sin, swaps } = this;
    for (let i = 0; i < size; i++) {
      const j = swaps[i]!;
      if (j > i) {
        [re[i], re[j]] = [re[j]!, re[i]!];
        [im[i], im[j]] = [im[j]!, im[i]!];
      }
    }
    for (let half = 1, step = size / 2; half < size; half *= 2, step /= 2) {
      for (let start = 0; start < size; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const c = cos[k * step]!;
          const s = sin[k * step]!;
          const a = start + k;
          const b = a + half;
          const x = re[b]! * c - im[b]! * s;
          const y = re[b]! * s + im[b]! * c;
          re[b] = re[a]! - x;
          im[b] = im[a]! - y;
          re[a] = re[a]! + x;
          im[a] = im[a]! + y;
        }
      }
    }
  }
}

/** Levels in dB of the bins 0 to `FFT_FRAMES / 2` around a frame, a sine of full scale being 0 dB. Hann window. */
export class SpectrumAt {
  private readonly fft = new Fft(FFT_FRAMES);
  private readonly window = Float64Array.from(
    { length: FFT_FRAMES },
    (_, i) => (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FFT_FRAMES)) * (4 / FFT_FRAMES),
  );
  private readonly re = new Float64Array(FFT_FRAMES);
  private readonly im = new Float64Array(FFT_FRAMES);
  readonly levels = new Float32Array(FFT_FRAMES / 2 + 1);

  /** Fills `levels`; outside of `samples` there is silence. */
  compute(samples: Float32Array, centre: number): Float32Array {
    for (let i = 0; i < FFT_FRAMES; i++) {
      this.re[i] = (samples[centre - FFT_FRAMES / 2 + i] ?? 0) * this.window[i]!;
      this.im[i] = 0;
    }
    this.fft.transform(this.re, this.im);
    for (let k = 0; k < this.levels.length; k++) {
      this.levels[k] = 10 * Math.log10(this.re[k]! ** 2 + this.im[k]! ** 2 + 1e-14);
    }
    return this.levels;
  }
}

export const LOWEST_HZ = 50;

/** The bin (with fraction) of a row, 0 = top. Rows go up by equal ratios from 50 Hz to half the sample rate. */
export function binOfRow(row: number, rows: number, sampleRate: number): number {
  const share = 1 - (row + 0.5) / rows;
  return (LOWEST_HZ * (sampleRate / 2 / LOWEST_HZ) ** share * FFT_FRAMES) / sampleRate;
}

/** The row of a frequency, the other way round. */
export function rowOfHz(hz: number, rows: number, sampleRate: number): number {
  return rows * (1 - Math.log(hz / LOWEST_HZ) / Math.log(sampleRate / 2 / LOWEST_HZ));
}

/** 0 (−90 dB and less) to 255 (−10 dB and more). */
export function shade(db: number): number {
  return Math.round(255 * Math.min(1, Math.max(0, (db + 90) / 80)));
}

/** 256 colours, `[256 · 3]`, from the ground through the stem's colour to near white (or black on white). */
export function ramp(ground: [number, number, number], colour: [number, number, number], peak: [number, number, number]): Uint8Array {
  const out = new Uint8Array(256 * 3);
  for (let i = 0; i < 256; i++) {
    const t = i / 255;
    for (let c = 0; c < 3; c++) {
      out[3 * i + c] = Math.round(
        t < 0.7 ? ground[c]! + (colour[c]! - ground[c]!) * (t / 0.7) ** 1.3 : colour[c]! + (peak[c]! - colour[c]!) * ((t - 0.7) / 0.3),
      );
    }
  }
  return out;
}
