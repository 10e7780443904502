import { BLOCK, type Chunk, ChunkAnalysis, ChunkVoice, TILE } from "./chunk-analysis";
import type { Card, ChannelPair } from "./chunks";
import { OverlapAdd, type Stft } from "./stft";
import type { VoiceListener } from "./voice";

/** A network that looks at chunks of spectrum and answers with masks, `[stems][2][bins][chunkFrames]`, in 0 to 1. */
export type MaskNetwork = {
  /** @param spectrum `[4][bins][chunkFrames]`: left re, left im, right re, right im; not kept */
  run(spectrum: Float32Array<ArrayBuffer>): Promise<{ mask: Float32Array; voice: Float32Array | null }>;
};

/** Takes what is done of a song, in order: `[stems][channels][≥ frames]`, and the song itself, `[channels][≥ frames]`. Used again. */
export type StemReceiver = (stems: Float32Array[][], mix: Float32Array[], frames: number) => void | Promise<void>;

/**
 * One song on its way through a network: samples → spectrum → masks → stems, as core's `MaskSeparation` does it, with the
 * same grid, chunks and order of sums. Memory is that of a chunk, whatever the song's length; how the samples are cut
 * into blocks changes nothing. The last stem is the mix minus the others, so stems sum to the mix by construction.
 */
export class Separation {
  private readonly analysis: ChunkAnalysis;
  private readonly voice: ChunkVoice;
  private readonly synthesis: ChannelSynthesis[];
  private readonly stems: Float32Array[][];
  private readonly mix: Float32Array[];
  private delivered = 0;

  constructor(
    card: Card,
    sampleRate: number,
    channels: number,
    speakers: number | null,
    private readonly network: MaskNetwork,
    private readonly receive: StemReceiver,
    heard: VoiceListener,
  ) {
    this.analysis = new ChunkAnalysis(card, sampleRate, channels, speakers, (chunk) => this.separate(chunk));
    this.voice = new ChunkVoice(this.analysis, heard);
    const { plan, grid, stft } = this.analysis;
    const room = plan.coreFrames * grid.hopLength + 2 * grid.fftLength;
    this.synthesis = Array.from({ length: channels }, () => new ChannelSynthesis(stft, card.stems.length - 1, room));
    this.stems = card.stems.map(() => Array.from({ length: channels }, () => new Float32Array(BLOCK)));
    this.mix = Array.from({ length: channels }, () => new Float32Array(BLOCK));
  }

  /** Takes the song's next samples, `[channels][frames]` in ±1.0; whole chunks go through the network. */
  write(block: readonly Float32Array[]): Promise<void> {
    return this.analysis.write(block);
  }

  /** The song is over: what is left comes out. */
  async finish(): Promise<void> {
    const samples = await this.analysis.finish();
    if (samples > 0) {
      this.synthesis.forEach((channel) => channel.finish());
      await this.deliver(samples);
    }
  }

  private async separate(chunk: Chunk): Promise<number> {
    for (const pair of this.analysis.pairs) {
      const { mask, voice } = await this.network.run(this.analysis.spectrumOf(chunk, pair));
      if (voice) {
        this.voice.read(chunk, voice);
      }
      this.synthesise(chunk, mask, pair);
    }
    this.voice.tell(chunk);
    await this.deliver(this.analysis.history.end());
    return this.delivered;
  }

  private synthesise({ core, frames }: Chunk, mask: Float32Array, pair: ChannelPair): void {
    const { plan, grid, stft, history } = this.analysis;
    const sides = pair.left === pair.right ? [[pair.left, 0, 1]] as const : [[pair.left, 0, 0], [pair.right, 1, 1]] as const;
    for (const [channel, side, other] of sides) {
      const rows = (stem: number, of: number) => (2 * stem + of) * grid.modelBins * plan.chunkFrames + plan.haloBack;
      this.synthesis[channel]!.synthesise(frames, mask, grid.modelBins, plan.chunkFrames, (stem) => [rows(stem, side), rows(stem, other)],
        (frame, into) => history.transform(stft, channel, core + frame, into));
    }
  }

  /** Gives away what is ready, up to a sample of the song. */
  private async deliver(to: number): Promise<void> {
    const paired = this.synthesis[this.analysis.pairs[0]!.left]!;
    for (let taken = 0; this.delivered < to && paired.ready() > taken; ) {
      const frames = Math.min(BLOCK, to - this.delivered, paired.ready() - taken);
      this.analysis.history.copy(this.delivered, this.mix, frames);
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
