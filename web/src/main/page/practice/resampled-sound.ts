import type { Chunk, Playable } from "../player/sound";

/** Zero crossings of the kernel on each side. */
const HALF = 16;
/** Entries of the kernel's table from one zero crossing to the next; between them it is interpolated. */
const STEPS = 512;
/** Of the Kaiser window: 90 dB. */
const BETA = 9;

/**
 * A sound that is read faster or slower, with its pitch: frame `f` here is what lies at `f · ratio` there, by a sinc under a Kaiser
 * window that stops what would fold. Source: Smith and Gossett, A flexible sampling-rate conversion method, ICASSP 1984.
 */
export class ResampledSound implements Playable {
  readonly sampleRate: number;
  readonly frames: number;
  readonly chunkFrames: number;
  private readonly kernel = kernelTable();
  /** The chunk that was made last, and the one before: a chunk is asked for when it is due, and once more when it is played. */
  private readonly chunks = new Map<number, Chunk>();

  constructor(private readonly source: Playable, private readonly ratio: number) {
    this.sampleRate = source.sampleRate;
    this.frames = Math.ceil(source.frames / ratio);
    this.chunkFrames = source.chunkFrames;
  }

  chunkOf(frame: number): number {
    return Math.floor(frame / this.chunkFrames);
  }

  ready(index: number): Chunk | undefined {
    return this.chunks.get(index);
  }

  async load(index: number): Promise<Chunk> {
    const ready = this.chunks.get(index);
    if (ready) {
      return ready;
    }
    const from = index * this.chunkFrames;
    const frames = Math.min(this.chunkFrames, this.frames - from);
    const cutoff = Math.min(1, 1 / this.ratio);
    const reach = HALF / cutoff;
    const first = Math.floor(from * this.ratio - reach);
    const known = await this.samples(first, Math.ceil((from + frames) * this.ratio + reach) + 1);
    const chunk = known.map((channels) => channels.map((samples) => {
      const out = new Float32Array(frames);
      for (let i = 0; i < frames; i++) {
        const at = (from + i) * this.ratio - first;
        let sum = 0;
        for (let n = Math.ceil(at - reach); n <= at + reach; n++) {
          const x = Math.abs(at - n) * cutoff * STEPS;
          const k = Math.floor(x);
          const low = this.kernel[k]!;
          sum += samples[n]! * (low + (x - k) * (this.kernel[k + 1]! - low));
        }
        out[i] = sum * cutoff;
      }
      return out;
    }));
    this.chunks.set(index, chunk);
    for (const old of [...this.chunks.keys()].slice(0, -4)) {
      this.chunks.delete(old);
    }
    return chunk;
  }

  /** Frames `[from, to)` of the source; silence outside of it. */
  private async samples(from: number, to: number): Promise<Chunk> {
    const { source } = this;
    let out: Chunk | null = null;
    for (let at = Math.max(0, from); at < Math.min(to, source.frames); ) {
      const index = source.chunkOf(at);
      const end = Math.min(to, source.frames, (index + 1) * source.chunkFrames);
      const start = at - index * source.chunkFrames;
      const chunk = await source.load(index);
      out ??= chunk.map((channels) => channels.map(() => new Float32Array(to - from)));
      chunk.forEach((channels, track) => channels.forEach((samples, c) =>
        out![track]![c]!.set(samples.subarray(start, start + end - at), at - from)));
      at = end;
    }
    return out ?? (await source.load(0)).map((channels) => channels.map(() => new Float32Array(to - from)));
  }
}

/** `sinc(x)` under the window, from 0 to `HALF`, `STEPS` entries for each zero crossing, and zeros after it. */
function kernelTable(): Float64Array {
  const table = new Float64Array(HALF * STEPS + 2);
  for (let i = 0; i < HALF * STEPS; i++) {
    const x = i / STEPS;
    const sinc = i === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    table[i] = (sinc * bessel(BETA * Math.sqrt(1 - (x / HALF) ** 2))) / bessel(BETA);
  }
  return table;
}

/** The modified Bessel function of the first kind, order 0. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
