import { type ChunkCard, type ChunkPlan, type ChannelPair, pairsOf, planOf } from "./chunks";
import { framesFor, type Grid, gridOf, Stft } from "./stft";
import type { VoiceListener } from "./voice";

/** Samples per channel that are taken at a time. */
export const BLOCK = 65_536;
/** Frames that are transformed before they are turned into rows of the tensor: a cache line of them. */
export const TILE = 16;

/** A chunk of a song whose samples are all here. */
export type Chunk = {
  /** The first frame of its core, in the song. */
  core: number;
  /** Frames of its core that the song has. */
  frames: number;
  /** Frames of the song; infinite while it goes on. */
  songFrames: number;
};

/** Works on a chunk, and says from which sample of the song on it needs what came before; what the next chunk needs is kept anyway. */
export type ChunkListener = (chunk: Chunk) => Promise<number>;

/**
 * Samples of a song → chunks of frames → the spectra that a network takes, as core's `ChunkAnalysis` and `SampleHistory`.
 * Which frames share a chunk depends on their place in the song alone. Memory is that of a chunk.
 */
export class ChunkAnalysis {
  readonly grid: Grid;
  readonly plan: ChunkPlan;
  readonly pairs: readonly ChannelPair[];
  readonly stft: Stft;
  readonly history: SampleHistory;
  private readonly spectrum: Float32Array<ArrayBuffer>;
  private readonly tile: Float32Array[];
  private chunk = 0;

  constructor(card: ChunkCard, sampleRate: number, channels: number, speakers: number | null, private readonly take: ChunkListener) {
    this.grid = gridOf(card, sampleRate);
    this.plan = planOf(card);
    this.pairs = pairsOf(channels, speakers);
    const { fftLength, hopLength, modelBins } = this.grid;
    this.stft = new Stft(fftLength, hopLength);
    this.history = new SampleHistory(channels, this.plan.chunkFrames * hopLength + fftLength + BLOCK);
    this.spectrum = new Float32Array(4 * modelBins * this.plan.chunkFrames);
    this.tile = Array.from({ length: TILE }, () => new Float32Array(2 * this.stft.bins));
  }

  /** Takes the song's next samples, `[channels][frames]` in ±1.0, and has whole chunks worked on. */
  async write(block: readonly Float32Array[]): Promise<void> {
    const frames = block[0]!.length;
    for (let from = 0; from < frames; ) {
      const taken = Math.min(frames - from, this.history.room());
      this.history.add(block, from, taken);
      from += taken;
      while (this.history.end() >= this.samplesForChunk()) {
        await this.next(Number.POSITIVE_INFINITY);
      }
    }
  }

  /** The song is over: the chunks that are left are worked on. Returns the song's samples per channel. */
  async finish(): Promise<number> {
    const samples = this.history.end();
    const frames = samples === 0 ? 0 : framesFor(this.grid, samples);
    for (const chunks = Math.ceil(frames / this.plan.coreFrames); this.chunk < chunks; ) {
      await this.next(frames);
    }
    return samples;
  }

  /** Samples of the song that the next chunk's last window reaches to. */
  private samplesForChunk(): number {
    const { chunkFrames, haloBack, coreFrames } = this.plan;
    const lastFrame = this.chunk * coreFrames - haloBack + chunkFrames - 1;
    return lastFrame * this.grid.hopLength + this.grid.fftLength / 2;
  }

  private async next(songFrames: number): Promise<void> {
    const core = this.chunk * this.plan.coreFrames;
    const needed = await this.take({ core, frames: Math.min(this.plan.coreFrames, songFrames - core), songFrames });
    this.chunk++;
    const first = this.chunk * this.plan.coreFrames - this.plan.haloBack;
    this.history.forgetBefore(Math.min(needed, first * this.grid.hopLength - this.grid.fftLength / 2));
  }

  /** What a network takes of a chunk: `[4][bins][chunkFrames]`, left re, left im, right re, right im. Used again. */
  spectrumOf({ core, songFrames }: Chunk, pair: ChannelPair): Float32Array<ArrayBuffer> {
    this.transform(core - this.plan.haloBack, songFrames, pair.left, 0);
    this.transform(core - this.plan.haloBack, songFrames, pair.right, 1);
    return this.spectrum;
  }

  private transform(firstFrame: number, songFrames: number, channel: number, side: number): void {
    const { grid, plan, spectrum, tile, stft } = this;
    const known = Math.min(grid.modelBins, stft.bins);
    for (let start = 0; start < plan.chunkFrames; start += TILE) {
      const frames = Math.min(TILE, plan.chunkFrames - start);
      for (let i = 0; i < frames; i++) {
        const frame = firstFrame + start + i;
        if (frame < 0 || frame >= songFrames) {
          tile[i]!.fill(0);
        } else {
          this.history.transform(stft, channel, frame, tile[i]!);
        }
      }
      for (let bin = 0; bin < known; bin++) {
        const re = (2 * side * grid.modelBins + bin) * plan.chunkFrames + start;
        const im = re + grid.modelBins * plan.chunkFrames;
        for (let i = 0; i < frames; i++) {
          spectrum[re + i] = tile[i]![2 * bin]! * grid.scale;
          spectrum[im + i] = tile[i]![2 * bin + 1]! * grid.scale;
        }
      }
    }
  }
}

/** The stretch of a song that is still needed: all channels, from some sample on. Its capacity is fixed. */
export class SampleHistory {
  private readonly samples: Float32Array[];
  private start = 0;
  private count = 0;

  constructor(channels: number, private readonly capacity: number) {
    this.samples = Array.from({ length: channels }, () => new Float32Array(capacity));
  }

  room(): number {
    return this.capacity - this.count;
  }

  end(): number {
    return this.start + this.count;
  }

  add(block: readonly Float32Array[], from: number, frames: number): void {
    this.samples.forEach((channel, c) => channel.set(block[c]!.subarray(from, from + frames), this.count));
    this.count += frames;
  }

  forgetBefore(sample: number): void {
    const gone = Math.min(Math.max(sample - this.start, 0), this.count);
    this.samples.forEach((channel) => channel.copyWithin(0, gone, this.count));
    this.start += gone;
    this.count -= gone;
  }

  transform(stft: Stft, channel: number, frame: number, spectrum: Float32Array): void {
    stft.frame(this.samples[channel]!, frame * stft.hopLength - stft.fftLength / 2 - this.start, this.count, spectrum);
  }

  copy(sample: number, into: readonly Float32Array[], frames: number): void {
    const index = sample - this.start;
    this.samples.forEach((channel, c) => into[c]!.set(channel.subarray(index, index + frames)));
  }
}

/** What a network says of the voice → probabilities in the song's order, as core's `ChunkVoice`: of several pairs the likeliest. */
export class ChunkVoice {
  private readonly likeliest: Float32Array;
  private said = false;

  constructor(private readonly analysis: ChunkAnalysis, private readonly heard: VoiceListener) {
    this.likeliest = new Float32Array(analysis.plan.coreFrames);
  }

  /** Reads a pair's answer to a chunk, `[chunkFrames]`. */
  read({ frames }: Chunk, voice: Float32Array): void {
    this.said = true;
    for (let t = 0; t < frames; t++) {
      this.likeliest[t] = Math.max(this.likeliest[t]!, voice[this.analysis.plan.haloBack + t]!);
    }
  }

  /** Tells the core's frames, once all pairs were read. */
  tell({ core, frames }: Chunk): void {
    const { hopLength, sampleRate } = this.analysis.grid;
    const seconds = hopLength / sampleRate;
    for (let t = 0; this.said && t < frames; t++) {
      const centre = (core + t) * seconds;
      this.heard(centre - seconds / 2, centre + seconds / 2, this.likeliest[t]!);
    }
    this.likeliest.fill(0);
    this.said = false;
  }
}
