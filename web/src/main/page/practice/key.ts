import { WindowedSpectra } from "./windowed-spectra";

/** At 44.1 kHz; scaled to the song's rate. Bins of 2.7 Hz tell semitones apart from 65 Hz on. */
const GRID = { sampleRate: 44_100, fftLength: 16_384, hopLength: 8192 };
const LOWEST_HZ = 65;
const HIGHEST_HZ = 2100;

/** `tonic`: 0 = C to 11 = B. `sure`: how much better it fits than the second best, 0 to 1. */
export type Key = { tonic: number; minor: boolean; sure: number };

/**
 * How often pitch classes are heard in the major and the minor, from C on.
 * Source: Albrecht and Shanahan, The use of large corpora to train a new type of key-finding algorithm, Music Perception 31(1), 2013.
 */
const MAJOR = [0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081];
const MINOR = [0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052];

/** Which pitch classes are heard: the partials of every frame, each frame counted alike, tuned to what the song is tuned to. */
export class PitchClasses {
  private readonly spectra: WindowedSpectra;
  /** Of every partial in tenths of a semitone, 0 = C. */
  private readonly fine = new Float64Array(120);
  /** The pitch classes of each frame, to see where harmony changes. */
  readonly frames: Float64Array[] = [];
  readonly framesPerSecond: number;

  constructor(sampleRate: number) {
    this.spectra = new WindowedSpectra(GRID, sampleRate, () => 0, (spectrum) => this.frame(spectrum));
    this.framesPerSecond = this.spectra.framesPerSecond;
  }

  add(mono: Float32Array): void {
    this.spectra.add(mono);
  }

  private frame(work: Float64Array): void {
    const { hz } = this.spectra;
    const size = (bin: number) => Math.log1p(Math.hypot(work[2 * bin]!, work[2 * bin + 1]!)); // compressed: overtones are weak
    const heard = new Float64Array(12);
    const partials: [number, number][] = [];
    let all = 0;
    for (let bin = Math.ceil(LOWEST_HZ / hz); bin <= HIGHEST_HZ / hz; bin++) {
      const [a, b, c] = [size(bin - 1), size(bin), size(bin + 1)];
      if (b > 0.5 && b > a && b >= c) {
        const at = bin + (0.5 * (a - c)) / (a - 2 * b + c);
        const semitones = 12 * Math.log2((at * hz) / 261.6256);
        partials.push([semitones, b * b]);
        all += b * b;
      }
    }
    for (const [semitones, weight] of partials) {
      const tenth = Math.round(10 * semitones);
      this.fine[((tenth % 120) + 120) % 120]! += weight / all;
      heard[((Math.round(semitones) % 12) + 12) % 12]! += weight / all;
    }
    this.frames.push(heard);
  }

  /** The key that fits best; null in silence. */
  key(): Key | null {
    const tuned = this.tuned();
    if (!tuned) {
      return null;
    }
    const fits = [false, true].flatMap((minor) => Array.from({ length: 12 }, (_, tonic) => ({
      tonic, minor, fit: alike(tuned, (minor ? MINOR : MAJOR).map((_, i, profile) => profile[(i - tonic + 12) % 12]!)),
    }))).sort((a, b) => b.fit - a.fit);
    return { tonic: fits[0]!.tonic, minor: fits[0]!.minor, sure: Math.min(1, Math.max(0, 5 * (fits[0]!.fit - fits[1]!.fit))) };
  }

  /** Twelve classes around the tuning at which most partials lie near a semitone. */
  private tuned(): number[] | null {
    let [re, im] = [0, 0];
    this.fine.forEach((weight, i) => {
      re += weight * Math.cos((2 * Math.PI * i) / 10);
      im += weight * Math.sin((2 * Math.PI * i) / 10);
    });
    if (!(this.fine.reduce((a, b) => a + b, 0) > 0)) {
      return null;
    }
    const away = (10 * Math.atan2(im, re)) / (2 * Math.PI); // −5 to 5 tenths
    return Array.from({ length: 12 }, (_, pitch) => {
      let sum = 0;
      this.fine.forEach((weight, i) => {
        const distance = Math.abs((((i - away - 10 * pitch) % 120) + 180) % 120 - 60);
        sum += distance < 5 ? weight * (1 - distance / 5) : 0;
      });
      return sum;
    });
  }
}

/** The correlation of two rows. */
function alike(a: readonly number[], b: readonly number[]): number {
  const mean = (of: readonly number[]) => of.reduce((x, y) => x + y, 0) / of.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((x, i) => {
    ab += (x - ma) * (b[i]! - mb);
    aa += (x - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  });
  return aa > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
