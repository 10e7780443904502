/** The listener's balance: volume, pan, mute and solo of each stem, and the gains that follow from them. */

export type Strip = {
  /** −60 (silent) to +6. */
  volumeDb: number;
  /** −1 = left, 0 = middle, 1 = right. */
  pan: number;
  mute: boolean;
  solo: boolean;
};

export const SILENT_DB = -60;
export const LOUDEST_DB = 6;

export const flat = (): Strip => ({ volumeDb: 0, pan: 0, mute: false, solo: false });

/** Amplitude for each stem: with a solo anywhere only the soloed sound, and a mute always silences. */
export function gainsOf(strips: readonly Strip[]): number[] {
  const anySolo = strips.some((s) => s.solo);
  return strips.map((s) => (s.mute || (anySolo && !s.solo) ? 0 : amplitude(s.volumeDb)));
}

export function amplitude(db: number): number {
  return db <= SILENT_DB ? 0 : 10 ** (db / 20);
}

export function isFlat(strips: readonly Strip[]): boolean {
  return strips.every((s) => s.volumeDb === 0 && s.pan === 0 && !s.mute && !s.solo);
}

/**
 * How a pan turns left and right input into left and right output, `[ll, rl, lr, rr]` (`rl` = right into left): the
 * equal-power law of a stereo StereoPannerNode, so that a rendered mix is what was heard.
 * Source: Web Audio API 1.1, section 1.31.3.
 */
export function panMatrix(pan: number): [number, number, number, number] {
  const p = Math.min(1, Math.max(-1, pan));
  const x = ((p <= 0 ? p + 1 : p) * Math.PI) / 2;
  return p <= 0 ? [1, Math.cos(x), 0, Math.sin(x)] : [Math.cos(x), 0, Math.sin(x), 1];
}

/** Adds a stereo stem (or a mono one: both channels the same) to `out`, `[2][frames]`. */
export function mixInto(out: Float32Array[], stem: Float32Array[], gain: number, pan: number): void {
  const [left, right] = out;
  const inLeft = stem[0];
  const inRight = stem[1] ?? inLeft;
  if (!left || !right || !inLeft || !inRight || gain === 0) {
    return;
  }
  const [ll, rl, lr, rr] = panMatrix(pan).map((g) => g * gain) as [number, number, number, number];
  for (let i = 0; i < inLeft.length; i++) {
    const l = inLeft[i]!;
    const r = inRight[i]!;
    left[i] = left[i]! + ll * l + rl * r;
    right[i] = right[i]! + lr * l + rr * r;
  }
}

/**
 * Loudness of any balance without reading the samples again. For each block of 0.4 s the products of every pair of tracks are
 * kept; the power of a balance is their weighted sum. Blocks 10 dB below the mean do not count (the gates of ITU-R
 * BS.1770, without its frequency weighting): otherwise a voice that sings a quarter of the song would seem quiet.
 */
export class Loudness {
  private readonly blocks: Float64Array[] = [];

  constructor(readonly tracks: number) {}

  /** Adds a chunk of the song, `[tracks][channels][frames]`. Every 4th frame is measured, which is enough for a level. */
  add(chunk: readonly Float32Array[][], sampleRate: number): void {
    const size = Math.max(1, Math.round(0.4 * sampleRate));
    const frames = chunk[0]?.[0]?.length ?? 0;
    for (let start = 0; start < frames; start += size) {
      const end = Math.min(frames, start + size);
      const products = new Float64Array(this.tracks * this.tracks);
      const looked = Math.ceil((end - start) / 4);
      for (let a = 0; a < this.tracks; a++) {
        for (let b = a; b < this.tracks; b++) {
          let sum = 0;
          for (let c = 0; c < 2; c++) {
            const x = chunk[a]?.[c] ?? chunk[a]?.[0];
            const y = chunk[b]?.[c] ?? chunk[b]?.[0];
            if (x && y) {
              for (let i = start; i < end; i += 4) {
                sum += x[i]! * y[i]!;
              }
            }
          }
          products[a * this.tracks + b] = sum / looked;
          products[b * this.tracks + a] = sum / looked;
        }
      }
      this.blocks.push(products);
    }
  }

  /** Mean power of the balance in the blocks that count; 0 = silence or nothing known. */
  power(gains: readonly number[]): number {
    const powers = this.blocks
      .map((products) => {
        let sum = 0;
        for (let a = 0; a < this.tracks; a++) {
          for (let b = 0; b < this.tracks; b++) {
            sum += gains[a]! * gains[b]! * products[a * this.tracks + b]!;
          }
        }
        return sum;
      })
      .filter((p) => p > 1e-7); // −70 dB
    const mean = average(powers);
    return average(powers.filter((p) => p >= mean / 10));
  }
}

function average(values: number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}

/** Amplitude that makes the original as loud as the balance; 1 if either is silent. From −30 to +6 dB. */
export function matchingGain(loudness: Loudness, balance: readonly number[], original: readonly number[]): number {
  const wanted = loudness.power(balance);
  const found = loudness.power(original);
  if (!(wanted > 0 && found > 0)) {
    return 1;
  }
  return Math.min(amplitude(6), Math.max(amplitude(-30), Math.sqrt(wanted / found)));
}
