import { beatsBetween, type BeatGrid } from "../practice/beats";
import { type Change, changed, type ChangedSound, isUnchanged, UNCHANGED } from "../practice/changed-sound";
import { clickOf } from "../practice/click";
import { flat, gainsOf, Loudness, matchingGain, type Strip } from "./balance";
import type { Playable, Sound } from "./sound";
import { type Loop, loopBetween, nextStretch, Schedule } from "./timeline";

export type EngineState = {
  playing: boolean;
  /** Playing waits for samples that are being fetched. */
  waiting: boolean;
  strips: readonly Strip[];
  loop: Loop | null;
  looping: boolean;
  original: boolean;
  matched: boolean;
  problem: unknown;
  /** Tempo and pitch that the stems are played with; the original is changed too. */
  change: Change;
  /** Beats of the song, once they were looked for. */
  beats: BeatGrid | null;
  /** A click on every beat. */
  metronome: boolean;
  /** A bar of clicks before the song. */
  countIn: boolean;
};

/** Sound is scheduled this far ahead, because browsers run the timers of pages in the background once a second. */
const AHEAD_SECONDS = 8;
const PUMP_MS = 250;
/** From the decision to play to the first sample: enough time to set up every stem. */
const LEAD_SECONDS = 0.05;
const FADE_SECONDS = 0.008;
/** After the last movement of a tempo fader, so long until the sound follows: each movement would start the stretcher anew. */
const SETTLE_MS = 250;

/**
 * Plays all tracks of a song on one clock. Every stretch is started for all tracks at the same time of the audio
 * clock, and the context runs at the song's own sample rate: stems are together to the sample, however long they run.
 *
 * Each track feeds two buses, the listener's balance and the original; A/B is a cross-fade between the buses, so it
 * is instant and in place. Tracks that are no stems (the original of a song of which one stem was kept) feed only
 * the second.
 */
export class Engine {
  private now: EngineState;
  private readonly listeners = new Set<() => void>();
  private readonly schedule: Schedule;
  private sources: AudioBufferSourceNode[] = [];
  private context: AudioContext | null = null;
  private faders: GainNode[] = [];
  private panners: StereoPannerNode[] = [];
  private meters: AnalyserNode[] = [];
  private buses: { balance: GainNode; original: GainNode; declick: GainNode } | null = null;
  private readonly loudness: Loudness;
  private readonly heard = new Set<number>();
  /** What sounds: the song, or the song at another tempo or pitch. Frames of the schedule are frames of it; those of the state are the song's. */
  private played: Playable;
  private changing: ChangedSound | null = null;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private clicks: AudioBufferSourceNode[] = [];
  /** Where playing goes on, in frames of what is played, while nothing is scheduled. */
  private resting = 0;
  /** The frame after the last scheduled one. */
  private ahead = 0;
  private timer: ReturnType<typeof setInterval> | undefined;
  private turn = 0;

  /**
   * @param stems how many of the tracks are stems; they come first
   * @param whole whether the stems sum to the song; if not, the track after them is the song
   */
  constructor(
    readonly sound: Sound,
    readonly stems: number,
    readonly whole: boolean,
  ) {
    this.schedule = new Schedule(sound.sampleRate);
    this.played = sound;
    this.loudness = new Loudness(sound.tracks.length);
    sound.onChunk = (chunk, index) => {
      if (!this.heard.has(index)) {
        this.heard.add(index);
        this.loudness.add(chunk, sound.sampleRate);
        this.applyBalance();
      }
    };
    this.now = {
      playing: false, waiting: false, strips: Array.from({ length: stems }, flat), loop: null, looping: false,
      original: false, matched: true, problem: null, change: UNCHANGED, beats: null, metronome: false, countIn: false,
    };
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = () => this.now;

  /** The frame of the song that is heard now; the output latency is taken off. */
  position(): number {
    return Math.min(this.sound.frames, Math.round(this.place() * this.now.change.tempo));
  }

  private toPlayed(frame: number): number {
    return frame >= this.sound.frames ? this.played.frames : Math.min(this.played.frames, Math.round(frame / this.now.change.tempo));
  }

  /** The loop in frames of what is played, while it is on. */
  private playedLoop(): Loop | null {
    const { loop, looping } = this.now;
    return looping && loop ? { start: this.toPlayed(loop.start), end: this.toPlayed(loop.end) } : null;
  }

  /** The frame of what is played that is heard now. */
  private place(): number {
    if (!this.now.playing || !this.context || this.schedule.end() === Number.NEGATIVE_INFINITY) {
      return this.resting;
    }
    return this.schedule.positionAt(this.context.currentTime - (this.context.outputLatency || 0));
  }

  seconds(): number {
    return this.position() / this.sound.sampleRate;
  }

  /** The first call must come from a click or a key press: browsers keep pages silent before. */
  async play(): Promise<void> {
    if (this.now.playing) {
      return;
    }
    if (this.resting >= this.played.frames) {
      this.resting = this.playedLoop()?.start ?? 0;
    }
    this.set({ playing: true, problem: null });
    await this.begin(this.resting, this.now.countIn);
  }

  pause(): void {
    if (this.now.playing) {
      this.resting = this.place();
      this.turn++;
      clearInterval(this.timer);
      this.silence();
      this.schedule.clear();
      this.set({ playing: false, waiting: false });
    }
  }

  toggle(): void {
    if (this.now.playing) {
      this.pause();
    } else {
      void this.play();
    }
  }

  seek(seconds: number): void {
    const frame = this.toPlayed(Math.round(Math.min(Math.max(0, seconds * this.sound.sampleRate), this.sound.frames)));
    if (this.now.playing) {
      this.silence();
      void this.begin(frame);
    } else {
      this.resting = frame;
      this.listeners.forEach((listener) => listener());
      if (frame < this.played.frames) {
        this.played.load(this.played.chunkOf(frame)).catch(() => {
          // Playing fetches again, and shows what is wrong.
        });
      }
    }
  }

  /** Plays on at another tempo or pitch, from the same place in the song. */
  setChange(what: Partial<Change>): void {
    const change = { ...this.now.change, ...what };
    const at = this.position();
    this.silence();
    clearInterval(this.timer);
    this.turn++;
    this.schedule.clear();
    this.changing?.close();
    this.changing = isUnchanged(change) ? null : changed(this.sound, change);
    this.played = this.changing?.sound ?? this.sound;
    this.set({ change, ...(this.now.playing ? { waiting: true } : {}) });
    this.resting = this.toPlayed(at);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      if (this.now.playing) {
        void this.begin(this.resting);
      }
    }, SETTLE_MS);
  }

  /** What is played, once more and on its own: for a file. To be closed. */
  forFile(): ChangedSound {
    return isUnchanged(this.now.change) ? { sound: this.sound, close: () => {} } : changed(this.sound, this.now.change);
  }

  /** Tracks that sum to the song. */
  songTracks(): number[] {
    const all = this.sound.tracks.map((_, i) => i);
    return this.whole ? all : all.slice(this.stems);
  }

  setBeats(beats: BeatGrid | null): void {
    this.set({ beats });
    this.replanIfPlaying();
  }

  setMetronome(metronome: boolean): void {
    this.set({ metronome });
    this.replanIfPlaying();
  }

  setCountIn(countIn: boolean): void {
    this.set({ countIn });
  }

  private replanIfPlaying(): void {
    if (this.now.playing) {
      this.replan();
    }
  }

  setStrip(index: number, what: Partial<Strip>): void {
    this.set({ strips: this.now.strips.map((s, i) => (i === index ? { ...s, ...what } : s)), original: false });
    this.applyBalance();
  }

  resetStrips(): void {
    this.set({ strips: this.now.strips.map(flat) });
    this.applyBalance();
  }

  /** Brings back what was set before; what does not fit the song is left out. */
  restore({ strips, loop, looping, change, beats }: { strips?: readonly Strip[]; loop?: Loop; looping?: boolean; change?: Change; beats?: BeatGrid }): void {
    if (change) {
      this.setChange(change);
    }
    if (beats) {
      this.set({ beats });
    }
    if (strips?.length === this.stems) {
      this.set({ strips });
    }
    if (loop) {
      const fits = loopBetween(loop.start, loop.end, this.sound.frames, this.sound.sampleRate);
      this.changeLoop(fits, fits !== null && (looping ?? true));
    }
  }

  setOriginal(original: boolean): void {
    this.set({ original });
    this.applyBalance();
  }

  setMatched(matched: boolean): void {
    this.set({ matched });
    this.applyBalance();
  }

  /** Repeats what lies between two times, in seconds; too short a part ends the loop. */
  setLoop(a: number, b: number): void {
    const rate = this.sound.sampleRate;
    const loop = loopBetween(a * rate, b * rate, this.sound.frames, rate);
    this.changeLoop(loop, loop !== null);
  }

  setLooping(looping: boolean): void {
    const whole = { start: 0, end: this.sound.frames };
    this.changeLoop(this.now.loop ?? (looping ? whole : null), looping);
  }

  clearLoop(): void {
    this.changeLoop(null, false);
  }

  /** Highest of a stem's last samples, after its fader; 1 = full scale. */
  level(stem: number): number {
    const meter = this.meters[stem];
    if (!meter || !this.now.playing) {
      return 0;
    }
    meter.getFloatTimeDomainData(levels);
    let peak = 0;
    for (const sample of levels) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }

  close(): void {
    this.pause();
    clearTimeout(this.settling);
    this.changing?.close();
    this.sound.onChunk = null;
    void this.context?.close();
    this.context = null;
  }

  private changeLoop(loop: Loop | null, looping: boolean): void {
    const at = this.position();
    this.set({ loop, looping });
    if (this.now.playing && looping && loop !== null && (at >= loop.end || at < loop.start)) {
      this.silence();
      void this.begin(this.toPlayed(loop.start));
    } else if (this.now.playing) {
      this.replan();
    } else if (looping && loop && (at >= loop.end || at < loop.start)) {
      this.resting = this.toPlayed(loop.start);
      this.listeners.forEach((listener) => listener());
    }
  }

  /** Starts sounding from `frame`, as soon as its chunk is there, after a bar of clicks if that is wanted. */
  private async begin(frame: number, countIn = false): Promise<void> {
    const turn = ++this.turn;
    clearInterval(this.timer);
    this.schedule.clear();
    this.resting = frame;
    const context = this.graph();
    try {
      if (frame < this.played.frames && !this.played.ready(this.played.chunkOf(frame))) {
        this.set({ waiting: true });
        await this.played.load(this.played.chunkOf(frame));
      }
      await context.resume();
    } catch (problem) {
      if (turn === this.turn) {
        this.set({ playing: false, waiting: false, problem });
      }
      return;
    }
    if (turn !== this.turn) {
      return; // the position was changed meanwhile
    }
    this.set({ waiting: false });
    const { declick } = this.buses!;
    const soon = this.soon();
    const at = soon + (countIn ? this.scheduleCountIn(frame, soon) : 0);
    declick.gain.setValueAtTime(0, at);
    declick.gain.linearRampToValueAtTime(1, at + FADE_SECONDS);
    this.run(frame, at, turn);
  }

  /** Schedules again without a gap: what is scheduled stops at the sample where the new schedule starts. */
  private replan(): void {
    if (!this.context || this.schedule.end() === Number.NEGATIVE_INFINITY) {
      return; // still waiting for sound
    }
    const at = this.soon();
    const frame = this.schedule.positionAt(at);
    this.sources.forEach((source) => source.stop(at));
    this.stopClicks(at);
    this.schedule.cut(at);
    clearInterval(this.timer);
    this.run(frame, at, ++this.turn);
  }

  /** A time shortly ahead, on a whole sample of the audio clock. */
  private soon(): number {
    const rate = this.context!.sampleRate;
    return Math.ceil((this.context!.currentTime + LEAD_SECONDS) * rate) / rate;
  }

  private run(frame: number, at: number, turn: number): void {
    this.ahead = frame;
    this.pump(at, turn);
    this.timer = setInterval(() => this.pump(at, turn), PUMP_MS);
  }

  /** Schedules sound until enough is scheduled ahead. */
  private pump(at: number, turn: number): void {
    const context = this.context;
    if (!context || turn !== this.turn) {
      return;
    }
    const sound = this.played;
    const loop = this.playedLoop();
    this.schedule.forget(context.currentTime - 1);
    while (this.schedule.end() < context.currentTime + AHEAD_SECONDS) {
      const stretch = nextStretch(this.ahead, sound.frames, sound.chunkFrames, loop);
      if (!stretch) {
        if (context.currentTime >= this.schedule.end()) {
          this.pause();
          this.resting = sound.frames;
          this.listeners.forEach((listener) => listener());
        }
        return;
      }
      const index = sound.chunkOf(stretch.start);
      const chunk = sound.ready(index);
      if (!chunk) {
        sound.load(index).then(() => this.pump(at, turn), (problem: unknown) => {
          if (turn === this.turn) {
            this.pause();
            this.set({ problem });
          }
        });
        if (this.schedule.end() < context.currentTime + LEAD_SECONDS) {
          // An underrun: playing goes on from here when the samples have come.
          void this.begin(stretch.start);
        }
        return;
      }
      const when = this.schedule.append(stretch.start, stretch.frames, at);
      if (this.now.metronome) {
        this.scheduleClicks(stretch.start, stretch.frames, when);
      }
      const offset = (stretch.start - index * sound.chunkFrames) / sound.sampleRate;
      chunk.forEach((channels, track) => {
        const buffer = context.createBuffer(channels.length, channels[0]!.length, sound.sampleRate);
        channels.forEach((samples, c) => buffer.copyToChannel(samples, c));
        const source = context.createBufferSource();
        source.buffer = buffer;
        this.connect(source, track);
        source.start(when, offset, stretch.frames / sound.sampleRate);
        source.onended = () => {
          this.sources = this.sources.filter((s) => s !== source);
          source.disconnect();
        };
        this.sources.push(source);
      });
      this.ahead = stretch.next;
    }
    const coming = nextStretch(this.ahead, sound.frames, sound.chunkFrames, loop);
    if (coming && !sound.ready(sound.chunkOf(coming.start))) {
      sound.load(sound.chunkOf(coming.start)).catch(() => {
        // The chunk is fetched again when it is due, and a failure is shown then.
      });
    }
  }

  /** Stops all that is scheduled, with a short fade. */
  private silence(): void {
    if (this.context && this.buses) {
      const { currentTime } = this.context;
      const { gain } = this.buses.declick;
      gain.cancelScheduledValues(currentTime);
      gain.setValueAtTime(gain.value, currentTime);
      gain.linearRampToValueAtTime(0, currentTime + FADE_SECONDS);
      for (const source of this.sources) {
        source.onended = null;
        source.stop(currentTime + FADE_SECONDS);
      }
      this.sources = [];
      this.stopClicks(currentTime);
    }
  }

  /** Clicks on the beats of a stretch of what is played. */
  private scheduleClicks(start: number, frames: number, when: number): void {
    const { beats, change } = this.now;
    const rate = this.sound.sampleRate;
    for (const beat of beats ? beatsBetween(beats, (start * change.tempo) / rate, ((start + frames) * change.tempo) / rate) : []) {
      this.click(when + beat.seconds / change.tempo - start / rate, beat.first);
    }
  }

  /** A bar of clicks that ends where the song begins to sound. Returns how long it takes. */
  private scheduleCountIn(frame: number, at: number): number {
    const { beats, change } = this.now;
    if (!beats) {
      return 0;
    }
    const here = (frame * change.tempo) / this.sound.sampleRate;
    const next = beatsBetween(beats, here - 0.02, Number.POSITIVE_INFINITY)[0] ?? { seconds: here, first: true };
    const beat = 60 / beats.bpm / change.tempo;
    const toNext = Math.max(0, next.seconds - here) / change.tempo; // the song's own first beat, heard after the start
    const before = (beats.perBar * beat - toNext) % beat;
    for (let k = 0; k < beats.perBar; k++) {
      this.click(at + before + k * beat, k === 0);
    }
    return before + beats.perBar * beat - toNext;
  }

  private click(when: number, first: boolean): void {
    const context = this.context!;
    const source = context.createBufferSource();
    const samples = clickOf(context.sampleRate, first);
    source.buffer = context.createBuffer(1, samples.length, context.sampleRate);
    source.buffer.copyToChannel(samples, 0);
    source.connect(context.destination);
    source.start(Math.max(when, context.currentTime));
    source.onended = () => {
      this.clicks = this.clicks.filter((click) => click !== source);
      source.disconnect();
    };
    this.clicks.push(source);
  }

  private stopClicks(at: number): void {
    for (const click of this.clicks) {
      click.onended = null;
      click.stop(at);
    }
    this.clicks = [];
  }

  private connect(source: AudioNode, track: number): void {
    if (track < this.stems) {
      source.connect(this.faders[track]!);
    }
    if (this.whole || track >= this.stems) {
      source.connect(this.buses!.original);
    }
  }

  private graph(): AudioContext {
    if (this.context) {
      return this.context;
    }
    const context = new AudioContext({ sampleRate: this.sound.sampleRate, latencyHint: "interactive" });
    const [balance, original, declick] = [0, 1, 2].map(() => context.createGain());
    this.buses = { balance: balance!, original: original!, declick: declick! };
    balance!.connect(declick!);
    original!.connect(declick!);
    declick!.connect(context.destination);
    for (let i = 0; i < this.stems; i++) {
      const fader = context.createGain();
      const panner = context.createStereoPanner();
      const meter = meterOf(context);
      // A mono stem is panned as stereo with two equal sides, so that at the middle it is as loud as in the file.
      fader.channelCount = 2;
      fader.channelCountMode = "explicit";
      fader.connect(panner).connect(balance!);
      panner.connect(meter);
      this.faders.push(fader);
      this.panners.push(panner);
      this.meters.push(meter);
    }
    this.context = context;
    this.applyBalance(true);
    return context;
  }

  private applyBalance(atOnce = false): void {
    const { context, buses, now } = this;
    if (!context || !buses) {
      return;
    }
    const move = (param: AudioParam, value: number) => {
      if (atOnce) {
        param.value = value;
      } else {
        param.setTargetAtTime(value, context.currentTime, 0.004);
      }
    };
    const gains = gainsOf(now.strips);
    gains.forEach((gain, i) => {
      move(this.faders[i]!.gain, gain);
      move(this.panners[i]!.pan, now.strips[i]!.pan);
    });
    const stems = this.sound.tracks.map((_, i) => gains[i] ?? 0);
    const song = this.sound.tracks.map((_, i) => (this.whole || i >= this.stems ? 1 : 0));
    move(buses.balance.gain, now.original ? 0 : 1);
    move(buses.original.gain, now.original ? (now.matched ? matchingGain(this.loudness, stems, song) : 1) : 0);
  }

  private set(what: Partial<EngineState>): void {
    this.now = { ...this.now, ...what };
    this.listeners.forEach((listener) => listener());
  }
}

const levels = new Float32Array(1024);

function meterOf(context: AudioContext): AnalyserNode {
  const meter = context.createAnalyser();
  meter.fftSize = 1024;
  return meter;
}
