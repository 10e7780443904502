import { type PassageSound, soundName, type Stem, type Version } from "./passage-sounds";

export type ComparisonState = { playing: boolean; version: Version; stem: Stem };

/** From the decision to play to the first sample: enough time to set up every sound. */
const LEAD_SECONDS = 0.05;
/** Of the change from one sound to another. */
const FADE_SECONDS = 0.008;

/**
 * Plays all sounds of a passage at once, over and over, started at the same time of one clock; all but one are silent.
 * So a change from one to another is a cross-fade of some milliseconds, without a gap, at the same position.
 */
export class Comparison {
  readonly seconds: number;
  private now: ComparisonState = { playing: false, version: "a", stem: "vocals" };
  private readonly listeners = new Set<() => void>();
  private context: AudioContext | null = null;
  private gains = new Map<string, GainNode>();
  private buffers = new Map<string, AudioBuffer>();
  private sources: AudioBufferSourceNode[] = [];
  /** Where playing goes on, in seconds of the passage. */
  private resting = 0;
  /** When the sources begin, on the context's clock. */
  private begun = 0;

  constructor(readonly sounds: readonly PassageSound[]) {
    this.seconds = (sounds[0]?.channels[0]?.length ?? 0) / (sounds[0]?.sampleRate ?? 1);
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = () => this.now;

  /** The second of the passage that is heard now. */
  position(): number {
    if (!this.now.playing || !this.context) {
      return this.resting;
    }
    const played = this.context.currentTime - this.begun - (this.context.outputLatency || 0);
    return positionAfter(this.resting, played, this.seconds);
  }

  toggle(): void {
    if (this.now.playing) {
      this.rest(this.position());
      this.set({ playing: false });
    } else {
      void this.play();
    }
  }

  seek(seconds: number): void {
    const to = Math.min(Math.max(0, seconds), this.seconds);
    this.rest(to >= this.seconds ? 0 : to);
    if (this.now.playing) {
      this.start();
    } else {
      this.set({});
    }
  }

  choose(what: Partial<Pick<ComparisonState, "version" | "stem">>): void {
    this.set(what);
    this.mix();
  }

  close(): void {
    this.rest(0);
    this.now = { ...this.now, playing: false };
    void this.context?.close();
    this.context = null;
  }

  private async play(): Promise<void> {
    if (!this.context) {
      this.context = new AudioContext({ sampleRate: this.sounds[0]!.sampleRate });
      for (const { name, sampleRate, channels } of this.sounds) {
        const buffer = this.context.createBuffer(channels.length, channels[0]!.length, sampleRate);
        channels.forEach((samples, c) => buffer.copyToChannel(samples, c));
        this.buffers.set(name, buffer);
        this.gains.set(name, new GainNode(this.context, { gain: 0 }));
        this.gains.get(name)!.connect(this.context.destination);
      }
    }
    await this.context.resume();
    this.set({ playing: true });
    this.start();
  }

  private start(): void {
    const context = this.context!;
    this.begun = context.currentTime + LEAD_SECONDS;
    this.sources = this.sounds.map(({ name }) => {
      const source = new AudioBufferSourceNode(context, { buffer: this.buffers.get(name)!, loop: true });
      source.connect(this.gains.get(name)!);
      source.start(this.begun, this.resting);
      return source;
    });
    this.mix();
  }

  /** Ends what sounds; playing would go on at `at`. */
  private rest(at: number): void {
    this.sources.forEach((source) => source.stop());
    this.sources = [];
    this.resting = at;
  }

  private mix(): void {
    const heard = soundName(this.now.version, this.now.stem);
    const at = this.context?.currentTime ?? 0;
    for (const [name, { gain }] of this.gains) {
      gain.cancelScheduledValues(at);
      gain.setValueAtTime(gain.value, at);
      gain.linearRampToValueAtTime(name === heard ? 1 : 0, at + FADE_SECONDS);
    }
  }

  private set(what: Partial<ComparisonState>): void {
    this.now = { ...this.now, ...what };
    this.listeners.forEach((tell) => tell());
  }
}

/** Where a sound of `length` seconds that repeats itself is, `played` seconds after it began at `from`. */
export function positionAfter(from: number, played: number, length: number): number {
  return length > 0 ? (from + Math.max(0, played)) % length : 0;
}
