/** Hears how likely somebody sings between two times, in order. */
export type VoiceListener = (startSeconds: number, endSeconds: number, probability: number) => void;

/** A stretch in which somebody sings. */
export type Span = { startSeconds: number; endSeconds: number };

/**
 * From which probability on somebody sings (`on`), below which a voice ends (`off`), and over how many seconds the median
 * of the probabilities is taken first (0 = none): core's `VoiceThresholds`.
 */
export type VoiceThresholds = { on: number; off: number; medianSeconds: number };

/** For cards that say none: core's `Hysteresis.defaults()`. */
export const USUAL_THRESHOLDS: VoiceThresholds = { on: 0.6, off: 0.4, medianSeconds: 0 };

const LEAST_VOICE_SECONDS = 0.1;
const LEAST_PAUSE_SECONDS = 0.25;

/**
 * Turns probabilities into spans while they come in, as core's `VoiceTracker`: voice begins at `on` and lasts until below
 * `off`; pauses under 0.25 s are bridged, voices under 0.1 s dropped.
 */
export class VoiceTracker {
  private readonly spans: Span[] = [];
  /** The voice that is heard now. */
  private open: Span | null = null;

  constructor(private readonly thresholds: Pick<VoiceThresholds, "on" | "off"> = USUAL_THRESHOLDS) {}

  readonly heard: VoiceListener = (startSeconds, endSeconds, probability) => {
    if (probability >= (this.open ? this.thresholds.off : this.thresholds.on)) {
      this.open = { startSeconds: this.open?.startSeconds ?? Math.max(0, startSeconds), endSeconds };
    } else if (this.open) {
      add(this.spans, this.open);
      this.open = null;
    }
  };

  /** The spans so far; nothing is voice after the song's end. */
  timeline(songSeconds: number): Span[] {
    const spans = [...this.spans];
    if (this.open) {
      add(spans, this.open);
    }
    const last = spans.pop();
    if (last && last.startSeconds < songSeconds) {
      spans.push({ ...last, endSeconds: Math.min(last.endSeconds, songSeconds) });
    }
    dropIfShort(spans);
    return spans;
  }
}

function add(spans: Span[], span: Span): void {
  const last = spans.at(-1);
  if (last && span.startSeconds - last.endSeconds < LEAST_PAUSE_SECONDS) {
    spans[spans.length - 1] = { startSeconds: last.startSeconds, endSeconds: span.endSeconds };
    return;
  }
  dropIfShort(spans);
  spans.push(span);
}

/** To be called when no later span can be joined to the last one any more. */
function dropIfShort(spans: Span[]): void {
  const last = spans.at(-1);
  if (last && last.endSeconds - last.startSeconds < LEAST_VOICE_SECONDS) {
    spans.pop();
  }
}

/**
 * Hears probabilities and tells their running median, half a window late: core's `VoiceMedian`. Before the first frame and
 * after the last there is no voice. A frame's window is that of so many frames as fit into the time when the first is heard.
 */
export class VoiceMedian {
  private reach = 0;
  /** Frame `t` at `t` modulo the length; made with the first frame. */
  private probabilities = new Float32Array(0);
  private starts = new Float64Array(0);
  private ends = new Float64Array(0);
  private count = 0;
  private told = 0;

  /** @param seconds of the window, above 0 */
  constructor(private readonly seconds: number, private readonly listener: VoiceListener) {
    if (!(seconds > 0)) {
      throw new RangeError(`seconds must be above 0, were ${seconds}`);
    }
  }

  readonly heard: VoiceListener = (startSeconds, endSeconds, probability) => {
    if (this.count === 0) {
      this.begin(endSeconds - startSeconds);
    }
    const place = this.count % this.probabilities.length;
    this.probabilities[place] = probability >= 0 ? probability : 0;
    this.starts[place] = startSeconds;
    this.ends[place] = endSeconds;
    this.count++;
    if (this.count > this.reach) {
      this.tell();
    }
  };

  /** The song has ended: tells the frames that wait. */
  finish(): void {
    for (let beyond = this.count; this.told < this.count; beyond++) {
      this.probabilities[beyond % this.probabilities.length] = 0;
      if (beyond >= this.told + this.reach) {
        this.tell();
      }
    }
  }

  private begin(frameSeconds: number): void {
    this.reach = Math.round(this.seconds / 2 / frameSeconds);
    const length = 2 * this.reach + 1;
    this.probabilities = new Float32Array(length);
    this.starts = new Float64Array(length);
    this.ends = new Float64Array(length);
  }

  private tell(): void {
    const place = this.told % this.probabilities.length;
    this.told++;
    this.listener(this.starts[place]!, this.ends[place]!, this.probabilities.slice().sort()[this.reach]!);
  }
}

const FRAME_SECONDS = 0.02;
const CENTRE_DB = -20;
const SLOPE_DB = 3;
/** Mean square at −60 dBFS. */
const LEAST_POWER = 1e-6;

/**
 * The probability that somebody sings, for models whose network does not give it: from the share of the mix's energy
 * that the vocal stem has over the 60 ms around every 20 ms, as core's `StemEnergy`.
 */
export class StemEnergy {
  private readonly frameLength: number;
  /** Energies of the frame before, this one, and the next, which is filling. */
  private readonly vocals = [0, 0, 0];
  private readonly mix = [0, 0, 0];
  private filled = 0;
  private frames = 0;

  constructor(private readonly sampleRate: number, private readonly channels: number, private readonly heard: VoiceListener) {
    this.frameLength = Math.max(1, Math.round(FRAME_SECONDS * sampleRate));
  }

  /** Takes the song's next samples, `[channels][≥ count]`. */
  add(voice: readonly Float32Array[], song: readonly Float32Array[], count: number): void {
    for (let from = 0; from < count; ) {
      const taken = Math.min(count - from, this.frameLength - this.filled);
      this.vocals[2] = this.vocals[2]! + energy(voice, from, from + taken);
      this.mix[2] = this.mix[2]! + energy(song, from, from + taken);
      this.filled += taken;
      from += taken;
      if (this.filled === this.frameLength) {
        this.next();
      }
    }
  }

  finish(): void {
    if (this.filled > 0) {
      this.next();
    }
    if (this.frames > 0) {
      this.next();
    }
  }

  private next(): void {
    if (this.frames > 0) {
      const sum = (of: readonly number[]) => of[0]! + of[1]! + of[2]!;
      const power = sum(this.vocals) / (3 * this.frameLength * this.channels);
      const db = 10 * Math.log10(sum(this.vocals) / sum(this.mix));
      const probability = 1 / (1 + Math.exp(-(db - CENTRE_DB) / SLOPE_DB));
      const second = this.frameLength / this.sampleRate;
      this.heard((this.frames - 1) * second, this.frames * second, power >= LEAST_POWER ? probability : 0);
    }
    this.frames++;
    this.filled = 0;
    for (const energies of [this.vocals, this.mix]) {
      energies.shift();
      energies.push(0);
    }
  }
}

function energy(samples: readonly Float32Array[], from: number, to: number): number {
  let sum = 0;
  for (const channel of samples) {
    for (let i = from; i < to; i++) {
      sum += channel[i]! * channel[i]!;
    }
  }
  return sum;
}
