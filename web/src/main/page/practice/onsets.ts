import { WindowedSpectra } from "./windowed-spectra";

/** At 44.1 kHz; scaled to the song's rate. */
const GRID = { sampleRate: 44_100, fftLength: 2048, hopLength: 441 };
const BANDS = 36;
const LOWEST_HZ = 30;
const HIGHEST_HZ = 11_000;
/** Below, what a bass drum does is counted on its own: it tells where bars begin. */
const LOW_HZ = 160;

/**
 * How much begins at any time: in 36 bands by equal ratios of frequency the logarithm of the magnitude, and of all that grew since
 * the frame before the sum (spectral flux). Source: Ellis, Beat tracking by dynamic programming, J. New Music Research 36(1), 2007, section 3.1.
 */
export class Onsets {
  readonly framesPerSecond: number;
  readonly strength: number[] = [];
  /** The same, of the bands below 160 Hz. */
  readonly low: number[] = [];
  private readonly spectra: WindowedSpectra;
  private readonly edges: number[];
  private readonly lowBands: number;
  private before = new Float64Array(BANDS);

  constructor(sampleRate: number) {
    // Half a window of silence: frame 0 is centred on the first sample.
    this.spectra = new WindowedSpectra(GRID, sampleRate, (fftLength) => fftLength / 2, (spectrum) => this.frame(spectrum));
    this.framesPerSecond = this.spectra.framesPerSecond;
    const { fftLength } = this.spectra;
    const top = Math.min(HIGHEST_HZ, sampleRate / 2);
    this.edges = Array.from({ length: BANDS + 1 }, (_, i) => Math.round((LOWEST_HZ * (top / LOWEST_HZ) ** (i / BANDS) * fftLength) / sampleRate));
    for (let i = 1; i < this.edges.length; i++) {
      this.edges[i] = Math.max(this.edges[i]!, this.edges[i - 1]! + 1); // each has a bin
    }
    this.lowBands = this.edges.findIndex((bin) => (bin * sampleRate) / fftLength > LOW_HZ);
  }

  add(mono: Float32Array): void {
    this.spectra.add(mono);
  }

  private frame(work: Float64Array): void {
    const { edges } = this;
    const now = new Float64Array(BANDS);
    let [all, low] = [0, 0];
    for (let band = 0; band < BANDS; band++) {
      let sum = 0;
      for (let bin = edges[band]!; bin < edges[band + 1]!; bin++) {
        sum += Math.hypot(work[2 * bin]!, work[2 * bin + 1]!);
      }
      now[band] = Math.log10(1 + sum); // a window's sum is half its length: full scale is about 3
      const grown = this.strength.length === 0 ? 0 : Math.max(0, now[band]! - this.before[band]!);
      all += grown;
      low += band < this.lowBands ? grown : 0;
    }
    this.before = now;
    this.strength.push(all);
    this.low.push(low);
  }
}
