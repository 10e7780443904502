import { PortExchange, SharedExchange } from "./exchange";
import type { LiveStatus, Recorded, ToProcessor } from "./messages";
import { LiveMixer } from "./mixer";
import { LiveSeparator, MOST_SLACK } from "./separator";

/** What the audio thread's global scope has; TypeScript's library does not know it. */
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: unknown): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

const BLOCK = 128;
const STATUS_SECONDS = 0.05;
/** Frames of a piece of a recording. */
const RECORDED_FRAMES = 8192;
/** So many late hops in so many seconds, and the network gets a hop more: a single stall is covered by the mask that is held. */
const LATE_HOPS = 3;
const LATE_SECONDS = 10;

/** The live page's audio thread: separator, mixer, meters, and the pieces of a recording. */
class LiveProcessor extends AudioWorkletProcessor {
  private separator: LiveSeparator | null = null;
  private mixer: LiveMixer | null = null;
  private exchange: SharedExchange | PortExchange | null = null;
  private stems: Float32Array<ArrayBuffer>[][] = [];
  private readonly mix = pair(BLOCK);
  private readonly silence = pair(BLOCK);
  private gains: number[] = [];
  private recorder: MessagePort | null = null;
  private piece: Float32Array<ArrayBuffer>[][] = [];
  private inPiece = 0;
  /** The place in the stream that is given out next: what was given out before is not recorded twice. */
  private given = 0;
  private sinceStatus = 0;
  private readonly measured = { hops: 0, busy: 0, load: 0 };
  /** Late hops when the time for them began, and frames since. */
  private readonly lately = { late: 0, frames: 0 };
  private adapting: "no" | "fades" | "repeats" = "no";

  constructor() {
    super();
    this.port.onmessage = (e: MessageEvent<ToProcessor>) => this.take(e.data);
  }

  private take(message: ToProcessor): void {
    switch (message.kind) {
      case "begin": {
        const { network, settings, sizes, rings } = message;
        this.exchange = rings.kind === "shared" ? new SharedExchange(rings) : new PortExchange(rings.port, sizes);
        this.stems = network.stems.map(() => pair(BLOCK));
        this.mixer = new LiveMixer(network.stems.length, settings.sampleRate);
        this.mixer.setGains(this.gains.length > 0 ? this.gains : network.stems.map(() => 1));
        this.separator = new LiveSeparator(network, settings, this.exchange);
        return;
      }
      case "gains":
        this.gains = message.gains;
        this.mixer?.setGains(message.gains);
        return;
      case "record":
        this.recorder = message.port;
        this.newPiece();
        return;
      case "stop-recording":
        this.endRecording();
    }
  }

  process([input]: Float32Array[][], [output]: Float32Array[][]): boolean {
    const { separator, mixer } = this;
    if (!separator || !mixer) {
      return true;
    }
    const given = input && input.length > 0 ? input : this.silence; // a source that has ended
    const [left, right] = [given[0]!, given[1] ?? given[0]!];
    const place = separator.place;
    separator.process([left, right], this.stems, this.mix, BLOCK);
    mixer.process(this.stems, this.mix, separator.dryShare, output!, BLOCK);
    if (this.recorder) {
      this.record(place);
    }
    this.given = Math.max(this.given, place + BLOCK);
    this.adapt(separator, mixer);
    this.sinceStatus += BLOCK;
    if (this.sinceStatus >= STATUS_SECONDS * sampleRate) {
      this.sinceStatus = 0;
      this.tell(separator, mixer);
    }
    return true;
  }

  /** Makes the delay longer where the network is late too often: fades out, goes back by a hop, fades in. */
  private adapt(separator: LiveSeparator, mixer: LiveMixer): void {
    const late = lateHops(separator);
    this.lately.frames += BLOCK;
    switch (this.adapting) {
      case "no":
        if (late - this.lately.late >= LATE_HOPS && separator.slackHops < MOST_SLACK) {
          mixer.hushed = true;
          this.adapting = "fades";
        } else if (this.lately.frames > LATE_SECONDS * sampleRate) {
          this.lately.late = late;
          this.lately.frames = 0;
        }
        return;
      case "fades":
        if (mixer.silent) {
          separator.addSlack();
          this.adapting = "repeats";
        }
        return;
      case "repeats":
        if (separator.place >= this.given) {
          mixer.hushed = false;
          this.lately.late = late;
          this.lately.frames = 0;
          this.adapting = "no";
        }
    }
  }

  private tell(separator: LiveSeparator, mixer: LiveMixer): void {
    const { measured } = this;
    const hops = separator.hops - measured.hops;
    if (hops * separator.hopFrames > sampleRate) {
      const busy = this.exchange!.busySeconds();
      measured.load = ((busy - measured.busy) * sampleRate) / (hops * separator.hopFrames);
      measured.busy = busy;
      measured.hops = separator.hops;
    }
    const status: LiveStatus = {
      peaks: Array.from(mixer.peaks), latencyFrames: separator.latencyFrames, slackHops: separator.slackHops, hops: separator.hops,
      late: lateHops(separator), load: measured.load, dry: separator.dryShare > 0,
    };
    this.port.postMessage(status);
  }

  /** @param place of the block's first frame; frames before the stream, or that were given out before, are left out */
  private record(place: number): void {
    for (let i = Math.max(0, this.given - place); i < BLOCK; i++) {
      for (let track = 0; track < this.piece.length; track++) {
        const samples = this.stems[track] ?? this.mix;
        for (let channel = 0; channel < samples.length; channel++) {
          this.piece[track]![channel]![this.inPiece] = samples[channel]![i]!;
        }
      }
      if (++this.inPiece === RECORDED_FRAMES) {
        this.send(this.piece);
        this.newPiece();
      }
    }
  }

  private newPiece(): void {
    this.piece = Array.from({ length: this.stems.length + 1 }, () => pair(RECORDED_FRAMES));
    this.inPiece = 0;
  }

  private endRecording(): void {
    if (this.recorder) {
      this.send(this.piece.map((channels) => channels.map((samples) => samples.slice(0, this.inPiece))));
      const over: Recorded = null;
      this.recorder.postMessage(over);
      this.recorder = null;
    }
  }

  private send(piece: Float32Array<ArrayBuffer>[][]): void {
    this.recorder!.postMessage(piece, piece.flatMap((channels) => channels.map((samples) => samples.buffer)));
  }
}

const lateHops = ({ late }: LiveSeparator) => late.held + late.dry;

function pair(frames: number): Float32Array<ArrayBuffer>[] {
  return [new Float32Array(frames), new Float32Array(frames)];
}

registerProcessor("isolator-live", LiveProcessor);
