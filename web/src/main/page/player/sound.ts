import { decodeFrames, HEADER_BYTES, readWavHeader, type WavHeader } from "./wav";

/**
 * The samples of all tracks of a song, fetched as byte ranges of their WAV files in chunks of some seconds, the same
 * frames of every track together. What was used last stays in memory up to a limit: a song of a few minutes is held
 * whole, and one of hours takes no more memory than that.
 */
export type Track = { name: string; wav: string };

/** `[tracks][channels][frames]`, ±1.0. */
export type Chunk = Float32Array<ArrayBuffer>[][];

/** What is played and rendered: samples in chunks, all tracks together. */
export type Playable = {
  readonly sampleRate: number;
  readonly frames: number;
  /** Frames of every chunk but the last. */
  readonly chunkFrames: number;
  chunkOf(frame: number): number;
  /** The chunk if it is in memory. */
  ready(index: number): Chunk | undefined;
  load(index: number): Promise<Chunk>;
};

export const CHUNK_SECONDS = 6;

/** Of decoded samples. A stereo song of 44.1 kHz in two stems fills 42 MB a minute. */
export function memoryLimit(deviceGigabytes: number | undefined): number {
  return (deviceGigabytes !== undefined && deviceGigabytes < 4 ? 96 : 384) * 1024 * 1024;
}

export class Sound implements Playable {
  private headers: WavHeader[] = [];
  private readonly chunks = new Map<number, Chunk>(); // in order of use, the oldest first
  private readonly loading = new Map<number, Promise<Chunk>>();
  private bytes = 0;

  /** Called for every chunk that arrives, with its first frame. */
  onChunk: ((chunk: Chunk, index: number) => void) | null = null;

  /**
   * @param fetchBytes gives the bytes `[from, to)` of an address; fewer at the file's end
   */
  constructor(
    readonly tracks: readonly Track[],
    private readonly fetchBytes: (address: string, from: number, to: number) => Promise<ArrayBuffer>,
    private readonly limitBytes: number,
  ) {}

  /** Reads the headers; nothing else works before. */
  async open(): Promise<void> {
    this.headers = await Promise.all(
      this.tracks.map(async (track) => readWavHeader(await this.fetchBytes(track.wav, 0, HEADER_BYTES))),
    );
    const [first] = this.headers;
    this.headers.forEach((header, i) => {
      if (header.sampleRate !== first!.sampleRate || header.frames !== first!.frames) {
        throw new RangeError(
          `expected ${first!.frames} frames at ${first!.sampleRate} Hz in every track, ` +
            `found ${header.frames} at ${header.sampleRate} Hz in ${this.tracks[i]!.name}`,
        );
      }
    });
  }

  get sampleRate(): number {
    return this.headers[0]?.sampleRate ?? 44100;
  }

  get frames(): number {
    return this.headers[0]?.frames ?? 0;
  }

  /** Frames of every chunk but the last. */
  get chunkFrames(): number {
    return Math.round(CHUNK_SECONDS * this.sampleRate);
  }

  get chunkCount(): number {
    return Math.ceil(this.frames / this.chunkFrames);
  }

  chunkOf(frame: number): number {
    return Math.floor(frame / this.chunkFrames);
  }

  /** The chunk if it is in memory. */
  ready(index: number): Chunk | undefined {
    const chunk = this.chunks.get(index);
    if (chunk) {
      this.chunks.delete(index);
      this.chunks.set(index, chunk);
    }
    return chunk;
  }

  /** The chunk, fetched if need be; asked for twice it is fetched once. */
  load(index: number): Promise<Chunk> {
    const ready = this.ready(index);
    if (ready) {
      return Promise.resolve(ready);
    }
    let coming = this.loading.get(index);
    if (!coming) {
      coming = this.fetchChunk(index).finally(() => this.loading.delete(index));
      this.loading.set(index, coming);
    }
    return coming;
  }

  private async fetchChunk(index: number): Promise<Chunk> {
    const from = index * this.chunkFrames;
    const to = Math.min(this.frames, from + this.chunkFrames);
    const chunk = await Promise.all(
      this.tracks.map(async (track, i) => {
        const header = this.headers[i]!;
        const start = header.dataStart + from * header.bytesPerFrame;
        const bytes = await this.fetchBytes(track.wav, start, start + (to - from) * header.bytesPerFrame);
        const samples = decodeFrames(bytes, header);
        if (samples[0]!.length !== to - from) {
          throw new RangeError(`expected ${to - from} frames from frame ${from} of ${track.name}, found ${samples[0]!.length}`);
        }
        return samples;
      }),
    );
    this.chunks.set(index, chunk);
    this.bytes += sizeOf(chunk);
    for (const [oldest, old] of this.chunks) {
      if (this.bytes <= this.limitBytes || oldest === index) {
        break;
      }
      this.chunks.delete(oldest);
      this.bytes -= sizeOf(old);
    }
    this.onChunk?.(chunk, index);
    return chunk;
  }
}

function sizeOf(chunk: Chunk): number {
  return chunk.reduce((sum, channels) => sum + channels.reduce((n, samples) => n + samples.byteLength, 0), 0);
}
