import type { Chunk, Playable } from "../player/sound";
import type { StretchAnswer, StretchOrder } from "./stretch-worker";

/** Does what is asked, in order: the worker, or in tests what it wraps. */
export type Stretching = { ask(order: StretchOrder): Promise<StretchAnswer>; close(): void };

const CHUNK_SECONDS = 2;
/** Where the stretcher was started anew in the middle of a song, two renderings are faded into each other. */
const FADE_SECONDS = 0.03;
/** Sound before a start that settles the stretcher's phases. */
const SETTLE_SECONDS = 0.25;
const LIMIT_BYTES = 96 * 1024 * 1024;

/**
 * A song at another tempo, as chunks like the song's own: the player plays it and the export renders it as it does the
 * song. Frame `f` here is frame `f · tempo` of the song. Chunks that follow one another are made without a seam; a chunk that is asked
 * for out of order starts anew, a quarter of a second before its place. Memory is bounded: chunks that were used long ago are dropped.
 */
export class StretchedSound implements Playable {
  readonly sampleRate: number;
  readonly frames: number;
  readonly chunkFrames: number;
  /** With the frames after each chunk's end that the next one begins with. */
  private readonly chunks = new Map<number, { chunk: Chunk; tail: Chunk }>();
  private readonly loading = new Map<number, Promise<Chunk>>();
  private readonly fade: number;
  private layout: number[] = [];
  private opened: Promise<{ inputLatency: number; outputLatency: number }> | null = null;
  private before: Promise<unknown> = Promise.resolve();
  /** Where the stretcher is: the chunk that comes next, the next frame of the song that it takes, and what it has made beyond. */
  private run: { next: number; from: number; made: number; taken: number; rest: Chunk } | null = null;

  constructor(private readonly song: Playable, readonly tempo: number, private readonly stretching: Stretching) {
    this.sampleRate = song.sampleRate;
    this.frames = Math.ceil(song.frames / tempo);
    this.chunkFrames = Math.round(CHUNK_SECONDS * this.sampleRate);
    this.fade = Math.round(FADE_SECONDS * this.sampleRate);
  }

  chunkOf(frame: number): number {
    return Math.floor(frame / this.chunkFrames);
  }

  ready(index: number): Chunk | undefined {
    const found = this.chunks.get(index);
    if (found) {
      this.chunks.delete(index);
      this.chunks.set(index, found);
    }
    return found?.chunk;
  }

  load(index: number): Promise<Chunk> {
    const ready = this.ready(index);
    if (ready) {
      return Promise.resolve(ready);
    }
    let coming = this.loading.get(index);
    if (!coming) {
      coming = this.before.then(() => this.make(index)).finally(() => this.loading.delete(index));
      this.before = coming.catch(() => {
        // Whoever asked for it is told; the next chunk is made all the same.
      });
      this.loading.set(index, coming);
    }
    return coming;
  }

  close(): void {
    this.stretching.close();
  }

  private async make(index: number): Promise<Chunk> {
    const frames = Math.min(this.chunkFrames, this.frames - index * this.chunkFrames);
    const previous = this.run?.next === index ? undefined : this.chunks.get(index - 1)?.tail;
    if (this.run?.next !== index) {
      await this.start(index);
    }
    const run = this.run!;
    const made = joined(run.rest, await this.produce(frames + this.fade - lengthOf(run.rest)));
    const chunk = part(made, 0, frames);
    run.rest = part(made, frames, frames + this.fade);
    run.next = index + 1;
    if (previous) {
      fadeOver(previous, chunk);
    }
    this.chunks.set(index, { chunk, tail: part(run.rest, 0, this.fade) });
    const most = Math.max(2, Math.floor(LIMIT_BYTES / Math.max(1, bytesOf(chunk))));
    for (const old of [...this.chunks.keys()].slice(0, Math.max(0, this.chunks.size - most))) {
      this.chunks.delete(old);
    }
    return chunk;
  }

  private async start(index: number): Promise<void> {
    this.run = null;
    const first = await this.song.load(0);
    this.layout = first.map((channels) => channels.length);
    const channels = this.layout.reduce((a, b) => a + b, 0);
    this.opened ??= this.ask({ kind: "open", channels, sampleRate: this.sampleRate, tempo: this.tempo }, "opened");
    const { inputLatency, outputLatency } = await this.opened;
    const { tempo } = this;
    const settle = Math.round(SETTLE_SECONDS * this.sampleRate);
    const from = Math.round(index * this.chunkFrames * tempo) + inputLatency - Math.round(settle * tempo);
    await this.ask({ kind: "start", before: await this.samples(from - inputLatency - outputLatency, from) }, "started");
    this.run = { next: index, from, made: 0, taken: 0, rest: this.layout.map((count) => Array.from({ length: count }, () => new Float32Array(0))) };
    await this.produce(settle + outputLatency);
  }

  private async produce(frames: number): Promise<Chunk> {
    const run = this.run!;
    run.made += frames;
    const taken = Math.round(run.made * this.tempo);
    const input = await this.samples(run.from + run.taken, run.from + taken);
    run.taken = taken;
    const { output } = await this.ask({ kind: "make", input, frames }, "made");
    let at = 0;
    return this.layout.map((count) => output.slice(at, (at += count)));
  }

  /** Frames `[from, to)` of the song, all channels of all tracks; silence outside of it. */
  private async samples(from: number, to: number): Promise<Float32Array<ArrayBuffer>[]> {
    const { song } = this;
    const out = this.layout.flatMap((count) => Array.from({ length: count }, () => new Float32Array(to - from)));
    for (let at = Math.max(0, from); at < Math.min(to, song.frames); ) {
      const index = song.chunkOf(at);
      const end = Math.min(to, song.frames, (index + 1) * song.chunkFrames);
      const start = at - index * song.chunkFrames;
      (await song.load(index)).flat().forEach((samples, c) => out[c]!.set(samples.subarray(start, start + end - at), at - from));
      at = end;
    }
    return out;
  }

  private async ask<K extends StretchAnswer["kind"]>(order: StretchOrder, expected: K): Promise<Extract<StretchAnswer, { kind: K }>> {
    const answer = await this.stretching.ask(order);
    if (answer.kind !== expected) {
      throw new Error(answer.kind === "failed" ? answer.reason : `expected ${expected}, found ${answer.kind}`);
    }
    return answer as Extract<StretchAnswer, { kind: K }>;
  }
}

/** A stretcher in a worker of its own, which begins when it is first asked: a fader that is drawn passes by many tempos. */
export function stretchingWorker(): Stretching {
  let worker: Worker | null = null;
  const waiting: ((answer: StretchAnswer) => void)[] = [];
  const begin = () => {
    const begun = new Worker(new URL("./stretch-worker.ts", import.meta.url), { type: "module", name: "isolator-stretch" });
    begun.onmessage = (e: MessageEvent<StretchAnswer>) => waiting.shift()?.(e.data);
    begun.onerror = (e) => waiting.splice(0).forEach((answer) => answer({ kind: "failed", reason: e.message || "the browser ended the work" }));
    return begun;
  };
  return {
    ask: (order) => new Promise((answer) => {
      waiting.push(answer);
      worker ??= begin();
      worker.postMessage(order);
    }),
    close: () => worker?.terminate(),
  };
}

const lengthOf = (chunk: Chunk) => chunk[0]?.[0]?.length ?? 0;
const bytesOf = (chunk: Chunk) => 4 * lengthOf(chunk) * chunk.flat().length;
const part = (chunk: Chunk, from: number, to: number): Chunk => chunk.map((channels) => channels.map((samples) => samples.slice(from, to)));

function joined(a: Chunk, b: Chunk): Chunk {
  return a.map((channels, track) => channels.map((samples, c) => {
    const other = b[track]![c]!;
    const all = new Float32Array(samples.length + other.length);
    all.set(samples);
    all.set(other, samples.length);
    return all;
  }));
}

/** Lets a chunk begin with what was to come after the one before it. */
function fadeOver(tail: Chunk, chunk: Chunk): void {
  chunk.forEach((channels, track) => channels.forEach((samples, c) => {
    const before = tail[track]![c]!;
    const frames = Math.min(before.length, samples.length);
    for (let i = 0; i < frames; i++) {
      const share = (i + 0.5) / frames;
      samples[i] = share * samples[i]! + (1 - share) * before[i]!;
    }
  }));
}
