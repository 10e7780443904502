import { type Card, type ChannelPair, type ChunkPlan, pairsOf, planOf } from "./chunks";
import { framesFor, type Grid, gridOf, OverlapAdd, Stft } from "./stft";

/** A network that looks at chunks of spectrum and answers with masks, `[stems][2][bins][chunkFrames]`, in 0 to 1. */
export type MaskNetwork = {
  /** @param spectrum `[4][bins][chunkFrames]`: left re, left im, right re, right im; not kept */
  run(spectrum: Float32Array<ArrayBuffer>): Promise<{ mask: Float32Array; voice: Float32Array | null }>;
};

/** Takes what is done of a song, in order: `[stems][channels][≥ frames]`, and the song itself, `[channels][≥ frames]`. Used again. */
export type StemReceiver = (stems: Float32Array[][], mix: Float32Array[], frames: number) => void | Promise<void>;

/** Hears how likely somebody sings between two times, in order. */
export type VoiceListener = (startSeconds: number, endSeconds: number, probability: number) => void;

/** Frames that are transformed before they are turned into rows of the tensor: a cache line of them. */
const TILE = 16;
const BLOCK = 65_536;

/**
 * One song on its way through a network: samples → spectrum → masks → stems, as core's `MaskSeparation` does it, with the
 * same grid, chunks and order of sums. Memory is that of a chunk, whatever the song's length; how the samples are cut
 * into blocks changes nothing. The last stem is the mix minus the others, so stems sum to the mix by construction.
 */
export class Separation {
  private readonly grid: Grid;
  private readonly plan: ChunkPlan;
  private readonly pairs: ChannelPair[];
  private readonly history: History;
  private readonly stft: Stft;
  private readonly spectrum: Float32Array<ArrayBuffer>;
  private readonly tile: Float32Array[];
  private readonly synthesis: ChannelSynthesis[];
  private readonly likeliest: Float32Array;
  private readonly stems: Float32Array[][];
  private readonly mix: Float32Array[];
  private chunk = 0;
  private delivered = 0;

  constructor(
    card: Card,
    sampleRate: number,
    channels: number,
    speakers: number | null,
    private readonly network: MaskNetwork,
    private readonly receive: StemReceiver,
    private readonly heard: VoiceListener,
  ) {
    this.grid = gridOf(card, sampleRate);
    this.plan = planOf(card);
    this.pairs = pairsOf(channels, speakers);
    const { fftLength, hopLength, modelBins } = this.grid;
    this.stft = new Stft(fftLength, hopLength);
    this.history = new History(channels, this.plan.chunkFrames * hopLength + fftLength + BLOCK);
    this.spectrum = new Float32Array(4 * modelBins * this.plan.chunkFrames);
    this.tile = Array.from({ length: TILE }, () => new Float32Array(2 * this.stft.bins));
    const room = this.plan.coreFrames * hopLength + 2 * fftLength;
    this.synthesis = Array.from({ length: channels }, () => new ChannelSynthesis(this.stft, card.stems.length - 1, room));
    this.likeliest = new Float32Array(this.plan.coreFrames);
    this.stems = card.stems.map(() => Array.from({ length: channels }, () => new Float32Array(BLOCK)));
    this.mix = Array.from({ length: channels }, () => new Float32Array(BLOCK));
  }

  /** Takes the song's next samples, `[channels][frames]` in ±1.0; whole chunks go through the network. */
  async write(block: readonly Float32Array[]): Promise<void> {
    const frames = block[0]!.length;
    for (let from = 0; from < frames; ) {
      const taken = Math.min(frames - from, this.history.room());
      this.history.add(block, from, taken);
      from += taken;
      while (this.history.end() >= this.samplesForChunk()) {
        await this.separateChunk(Number.POSITIVE_INFINITY);
      }
    }
  }

  /** The song is over: what is left comes out. */
  async finish(): Promise<void> {
    const samples = this.history.end();
    if (samples === 0) {
      return;
    }
    const frames = framesFor(this.grid, samples);
    for (const chunks = Math.ceil(frames / this.plan.coreFrames); this.chunk < chunks; ) {
      await this.separateChunk(frames);
    }
    this.synthesis.forEach((channel) => channel.finish());
    await this.deliver(samples);
  }

  /** Samples of the song that the next chunk's last window reaches to. */
  private samplesForChunk(): number {
    const { chunkFrames, haloBack, coreFrames } = this.plan;
    const lastFrame = this.chunk * coreFrames - haloBack + chunkFrames - 1;
    return lastFrame * this.grid.hopLength + this.grid.fftLength / 2;
  }

  private async separateChunk(songFrames: number): Promise<void> {
    const core = this.chunk * this.plan.coreFrames;
    const frames = Math.min(this.plan.coreFrames, songFrames - core);
    let said = false;
    for (const pair of this.pairs) {
      this.analyse(core - this.plan.haloBack, songFrames, pair.left, 0);
      this.analyse(core - this.plan.haloBack, songFrames, pair.right, 1);
      const { mask, voice } = await this.network.run(this.spectrum);
      if (voice) {
        said = true;
        for (let t = 0; t < frames; t++) {
          this.likeliest[t] = Math.max(this.likeliest[t]!, voice[this.plan.haloBack + t]!);
        }
      }
      this.synthesise(core, frames, mask, pair);
    }
    if (said) {
      this.tellVoice(core, frames);
    }
    this.chunk++;
    await this.deliver(this.history.end());
    const needed = (this.chunk * this.plan.coreFrames - this.plan.haloBack) * this.grid.hopLength - this.grid.fftLength / 2;
    this.history.forgetBefore(Math.min(this.delivered, needed));
  }

  private analyse(firstFrame: number, songFrames: number, channel: number, side: number): void {
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

  private synthesise(core: number, frames: number, mask: Float32Array, pair: ChannelPair): void {
    const { plan, grid } = this;
    const sides = pair.left === pair.right ? [[pair.left, 0, 1]] as const : [[pair.left, 0, 0], [pair.right, 1, 1]] as const;
    for (const [channel, side, other] of sides) {
      const rows = (stem: number, of: number) => (2 * stem + of) * grid.modelBins * plan.chunkFrames + plan.haloBack;
      this.synthesis[channel]!.synthesise(frames, mask, grid.modelBins, plan.chunkFrames, (stem) => [rows(stem, side), rows(stem, other)],
        (frame, into) => this.history.transform(this.stft, channel, core + frame, into));
    }
  }

  private tellVoice(core: number, frames: number): void {
    const seconds = this.grid.hopLength / this.grid.sampleRate;
    for (let t = 0; t < frames; t++) {
      const centre = (core + t) * seconds;
      this.heard(centre - seconds / 2, centre + seconds / 2, this.likeliest[t]!);
    }
    this.likeliest.fill(0);
  }

  /** Gives away what is ready, up to a sample of the song. */
  private async deliver(to: number): Promise<void> {
    const paired = this.synthesis[this.pairs[0]!.left]!;
    for (let taken = 0; this.delivered < to && paired.ready() > taken; ) {
      const frames = Math.min(BLOCK, to - this.delivered, paired.ready() - taken);
      this.history.copy(this.delivered, this.mix, frames);
      this.synthesis.forEach((channel, c) => {
        for (let stem = 0; stem < this.stems.length - 1; stem++) {
          this.stems[stem]![c]!.set(channel.samples[stem]!.subarray(taken, taken + frames));
        }
      });
      leaveRemainder(this.stems, this.mix, frames);
      await this.receive(this.stems, this.mix, frames);
      taken += frames;
      this.delivered += frames;
    }
    this.synthesis.forEach((channel) => channel.rewind());
  }
}

/** Sets the last stem to mix − Σ others, summed in double. */
export function leaveRemainder(stems: readonly Float32Array[][], mix: readonly Float32Array[], frames: number): void {
  const others = stems.slice(0, -1);
  stems.at(-1)!.forEach((last, c) => {
    for (let i = 0; i < frames; i++) {
      let rest = mix[c]![i]!;
      for (const stem of others) {
        rest -= stem[c]![i]!;
      }
      last[i] = rest;
    }
  });
}

/** One channel's stems: masks → masked spectra → samples. A channel that is in no pair stays silent in all but the last. */
class ChannelSynthesis {
  /** `[stem][samples since the last rewind]` */
  readonly samples: Float32Array[];
  private readonly joins: OverlapAdd[];
  private readonly spectrum: Float32Array;
  private readonly masked: Float32Array;
  private filled = 0;

  constructor(private readonly stft: Stft, stems: number, room: number) {
    this.samples = Array.from({ length: stems }, () => new Float32Array(room));
    this.joins = Array.from({ length: stems }, () => new OverlapAdd(stft));
    this.spectrum = new Float32Array(2 * stft.bins);
    this.masked = new Float32Array(2 * stft.bins);
  }

  ready(): number {
    return this.filled;
  }

  rewind(): void {
    this.filled = 0;
  }

  /**
   * Masks and joins frames of a chunk's core.
   *
   * @param rows where a stem's mask begins in `mask`, for this side and the other; a channel on its own takes their mean
   * @param transform gives the song's spectrum of a frame of the core
   */
  synthesise(
    frames: number, mask: Float32Array, modelBins: number, chunkFrames: number, rows: (stem: number) => readonly [number, number],
    transform: (frame: number, into: Float32Array) => void,
  ): void {
    const known = Math.min(modelBins, this.stft.bins);
    const shares = Array.from({ length: this.joins.length }, () => Array.from({ length: TILE }, () => new Float32Array(known)));
    for (let start = 0; start < frames; start += TILE) {
      const count = Math.min(TILE, frames - start);
      shares.forEach((tile, stem) => {
        const [mine, other] = rows(stem);
        for (let bin = 0; bin < known; bin++) {
          const at = bin * chunkFrames + start;
          for (let i = 0; i < count; i++) {
            const share = mask[mine + at + i]!;
            tile[i]![bin] = mine === other ? share : 0.5 * (share + mask[other + at + i]!);
          }
        }
      });
      for (let i = 0; i < count; i++) {
        transform(start + i, this.spectrum);
        this.join(shares, i);
      }
    }
  }

  private join(shares: readonly (readonly Float32Array[])[], i: number): void {
    let filled = this.filled;
    this.joins.forEach((join, stem) => {
      this.multiply(shares[stem]![i]!);
      join.add(this.masked);
      filled = this.filled + join.take(this.samples[stem]!, this.filled);
    });
    this.filled = filled;
  }

  /** Bins beyond the model's top take the mask of its last bin. */
  private multiply(shares: Float32Array): void {
    const { spectrum, masked } = this;
    const known = shares.length;
    for (let bin = 0; bin < known; bin++) {
      masked[2 * bin] = spectrum[2 * bin]! * shares[bin]!;
      masked[2 * bin + 1] = spectrum[2 * bin + 1]! * shares[bin]!;
    }
    const top = shares[known - 1]!;
    for (let i = 2 * known; i < masked.length; i++) {
      masked[i] = spectrum[i]! * top;
    }
  }

  finish(): void {
    let filled = this.filled;
    this.joins.forEach((join, stem) => {
      join.finish();
      filled = this.filled + join.take(this.samples[stem]!, this.filled);
    });
    this.filled = filled;
  }
}

/** The stretch of a song that is still needed: all channels, from some sample on. Its capacity is fixed. */
class History {
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
