import { gridOf, type Grid, type Trained } from "../here/stft";
import { ChannelStream } from "./channel-stream";
import type { MaskExchange } from "./exchange";
import { type LiveLatency, type WindowPair, windowPair } from "./synthesis-window";

/** What the audio thread needs of a network's card. */
export type LiveNetwork = Trained & { stems: readonly string[]; lookAheadFrames: number };

export type LiveSettings = {
  /** In Hz, 16 000 to 96 000; nothing is resampled. */
  sampleRate: number;
  channels: 1 | 2;
  latency: LiveLatency;
  /** Hops that the network may take for its answer, 1 to `MOST_SLACK`. */
  slackHops: number;
  /** Every block is a multiple of so many frames. */
  blockFrames: number;
};

export const MOST_SLACK = 16;
/** Hops that a mask is held while the network is late. */
export const HELD_HOPS = 4;
const FADE_SECONDS = 0.005;

/**
 * Separation in real time, as `LiveSeparator` of module live: blocks of samples in, as many samples of every stem out,
 * late by `latencyFrames`. On the audio thread: `process` allocates nothing and never waits.
 *
 * **Latency:** `L − g + (s + n) M`: L is the length of the synthesis window, M the network's hop, both at this rate; s is the
 * slack and n the look-ahead, in hops; g is what divides block, hop and the windows' offset.
 *
 * **When the network is late** the newest mask is held for up to `HELD_HOPS` hops; then the last stem takes over the whole
 * mix within 5 ms, until the network has caught up. The last stem is the mix minus the others: stems sum to the mix
 * within rounding, whatever the masks are.
 */
export class LiveSeparator {
  readonly hopFrames: number;
  latencyFrames: number;
  slackHops: number;
  /** Hops whose answer was late and for which an earlier mask was held; for which the last stem had the mix; that were never asked. */
  readonly late = { held: 0, dry: 0, skipped: 0 };
  /** Spectra that the network was due to answer. */
  hops = 0;
  /** How much of the mix the last stem carries because the network is late, at the end of the last block: 0 to 1. */
  dryShare = 0;

  private readonly grid: Grid;
  private readonly window: WindowPair;
  private readonly lookAheadHops: number;
  private readonly blockDivisor: number;
  private readonly channels: ChannelStream[];
  private readonly dry: Float32Array;
  private readonly fadeStep: number;
  /** Frames from a window's end to its mask. */
  private delay: number;
  /** Samples taken so far. */
  private position = 0;
  /** Numbers of the next window, and of the next one to be masked. */
  private network = 0;
  private masked = 0;
  /** By window number modulo its length: which answer belongs to it; −1 if it was skipped. */
  private readonly answerOf: Float64Array;
  private lateInARow = 0;

  constructor(network: LiveNetwork, settings: LiveSettings, private readonly exchange: MaskExchange) {
    const { sampleRate, latency, slackHops, blockFrames } = settings;
    this.grid = gridOf(network, sampleRate);
    const { fftLength, hopLength } = this.grid;
    this.window = windowPair(latency, fftLength, hopLength);
    this.hopFrames = hopLength;
    this.slackHops = slackHops;
    this.lookAheadHops = network.lookAheadFrames;
    this.delay = (slackHops + this.lookAheadHops) * hopLength;
    this.blockDivisor = gcd(gcd(blockFrames, hopLength), (fftLength / 2 + this.delay) % hopLength);
    this.latencyFrames = this.window.frames - this.blockDivisor + this.delay;
    const most = (MOST_SLACK + this.lookAheadHops) * hopLength;
    this.channels = Array.from({ length: settings.channels }, () =>
      new ChannelStream(this.grid, this.window, network.stems.length - 1, most / hopLength + 1, this.window.frames + 2 * most));
    this.dry = new Float32Array(hopLength);
    this.fadeStep = Math.fround(1 / (FADE_SECONDS * sampleRate));
    this.answerOf = new Float64Array(MOST_SLACK + HELD_HOPS + 2).fill(-1);
  }

  /** The place in the stream of the first frame that the next block gives out; negative before the stream. */
  get place(): number {
    return this.position - this.latencyFrames;
  }

  /**
   * Gives the network a hop more, from the next block on: the output goes back by a hop, whose stems are gone; who plays
   * them is silent until `place` is where it was.
   */
  addSlack(): void {
    if (this.slackHops < MOST_SLACK) {
      this.slackHops++;
      this.delay += this.hopFrames;
      this.latencyFrames += this.hopFrames;
    }
  }

  /**
   * Takes a block apart.
   *
   * @param input `[channels][≥ frames]`
   * @param stems `[stems][channels][≥ frames]`, overwritten
   * @param mix `[channels][≥ frames]`, overwritten: the input, as late as the stems are
   */
  process(input: readonly Float32Array[], stems: readonly Float32Array[][], mix: readonly Float32Array[], frames: number): void {
    if (frames % this.blockDivisor !== 0) {
      throw new RangeError(`expected blocks of a multiple of ${this.blockDivisor} frames, found ${frames}`);
    }
    for (let done = 0; done < frames; ) {
      const piece = Math.min(frames - done, this.dry.length, this.nextEvent() - this.position);
      for (let channel = 0; channel < this.channels.length; channel++) {
        this.channels[channel]!.add(this.position, input[channel]!, done, piece);
      }
      this.position += piece;
      this.events();
      this.emit(stems, mix, done, piece);
      done += piece;
    }
  }

  /** One past the last sample of a window: frame 0 is centred on sample 0. */
  private endOf(number: number): number {
    return this.grid.fftLength / 2 + number * this.hopFrames;
  }

  private nextEvent(): number {
    return Math.min(this.endOf(this.network), this.endOf(this.masked) + this.delay);
  }

  private events(): void {
    if (this.position === this.endOf(this.network)) {
      this.askNetwork();
      this.network++;
    }
    if (this.position === this.endOf(this.masked) + this.delay) {
      this.applyMask();
      this.masked++;
    }
  }

  private askNetwork(): void {
    this.hops++;
    const room = this.exchange.next();
    for (let side = 0; side < this.channels.length; side++) {
      this.channels[side]!.analyse(this.network, this.position, room, side);
    }
    const slot = this.network % this.answerOf.length;
    if (!room) {
      this.answerOf[slot] = -1;
      this.late.skipped++;
      return;
    }
    if (this.channels.length === 1) {
      room.copyWithin(room.length / 2, 0, room.length / 2); // a single channel is heard on both sides
    }
    this.answerOf[slot] = this.network - this.late.skipped;
    this.exchange.offer();
  }

  private applyMask(): void {
    const mask = this.answerTo(this.masked + this.lookAheadHops);
    if (!mask) {
      return; // without any mask the last stem has it all
    }
    for (let side = 0; side < this.channels.length; side++) {
      this.channels[side]!.join(this.masked, this.endOf(this.masked), mask, side, this.channels.length === 1 ? 1 : side);
    }
  }

  /** The network's answer to one of its spectra, or the newest before it. */
  private answerTo(frame: number): Float32Array | null {
    const answer = this.answerOf[frame % this.answerOf.length]!;
    const newest = this.exchange.answered() - 1;
    if (answer >= 0 && newest >= answer) {
      this.lateInARow = 0;
      return this.exchange.mask(answer);
    }
    this.lateInARow++;
    this.late[this.lateInARow > HELD_HOPS ? "dry" : "held"]++;
    return newest < 0 ? null : this.exchange.mask(newest);
  }

  /** Gives away the samples that are due after a piece of the input. */
  private emit(stems: readonly Float32Array[][], mix: readonly Float32Array[], at: number, frames: number): void {
    const { dry } = this;
    const target = this.lateInARow > HELD_HOPS ? 1 : 0;
    for (let i = 0; i < frames; i++) {
      this.dryShare = target > this.dryShare ? Math.min(1, this.dryShare + this.fadeStep) : Math.max(target, this.dryShare - this.fadeStep);
      dry[i] = this.dryShare;
    }
    const first = this.position - frames - this.latencyFrames;
    const last = stems.length - 1;
    for (let channel = 0; channel < this.channels.length; channel++) {
      const stream = this.channels[channel]!;
      for (let i = 0; i < frames; i++) {
        const place = first + i;
        let rest = place < 0 ? 0 : stream.sample(place);
        mix[channel]![at + i] = rest;
        for (let stem = 0; stem < last; stem++) {
          const sample = place < 0 ? 0 : Math.fround((1 - dry[i]!) * stream.take(stem, place));
          stems[stem]![channel]![at + i] = sample;
          rest -= sample;
        }
        stems[last]![channel]![at + i] = rest;
      }
    }
  }
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
