import { ChunkAnalysis, type Chunk, ChunkVoice } from "./chunk-analysis";
import type { VoiceCard } from "./chunks";
import type { VoiceListener } from "./voice";

/** A network that looks at chunks of spectrum and says where somebody sings, `[chunkFrames]`, in 0 to 1. */
export type VoiceNetwork = {
  /** @param spectrum `[4][bins][chunkFrames]`, as `MaskNetwork` takes it; not kept */
  run(spectrum: Float32Array<ArrayBuffer>): Promise<Float32Array>;
};

/**
 * One song on its way through a network that says where somebody sings: samples → spectrum → probabilities, told in the
 * song's order, as core's `VoiceDetection`. Neither blocks nor chunks show. Memory is that of a chunk.
 */
export class VoiceDetection {
  private readonly analysis: ChunkAnalysis;
  private readonly voice: ChunkVoice;

  constructor(card: VoiceCard, sampleRate: number, channels: number, speakers: number | null, private readonly network: VoiceNetwork, heard: VoiceListener) {
    this.analysis = new ChunkAnalysis(card, sampleRate, channels, speakers, (chunk) => this.detect(chunk));
    this.voice = new ChunkVoice(this.analysis, heard);
  }

  /** Takes the song's next samples, `[channels][frames]` in ±1.0; whole chunks go through the network. */
  write(block: readonly Float32Array[]): Promise<void> {
    return this.analysis.write(block);
  }

  /** The song is over: the frames that are left are told. */
  async finish(): Promise<void> {
    await this.analysis.finish();
  }

  private async detect(chunk: Chunk): Promise<number> {
    for (const pair of this.analysis.pairs) {
      this.voice.read(chunk, await this.network.run(this.analysis.spectrumOf(chunk, pair)));
    }
    this.voice.tell(chunk);
    return Number.POSITIVE_INFINITY; // nothing but what the next chunk needs
  }
}
