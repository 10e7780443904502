/**
 * Signalsmith Stretch (MIT), outside of an audio thread: its package brings a processor for one, which is caught here as it is
 * registered; only its WebAssembly is used. All channels are stretched together, so that what is between them stays.
 */
type Wasm = {
  HEAP8: Int8Array;
  _presetDefault(channels: number, sampleRate: number): void;
  _inputLatency(): number;
  _outputLatency(): number;
  _setBuffers(channels: number, frames: number): number;
  _reset(): void;
  _seek(frames: number, rate: number): void;
  _process(inFrames: number, outFrames: number): void;
};
type Processor = { wasmReady?: boolean; wasmModule: Wasm };

/** Frames of the output that are made at a time. */
const BLOCK = 1024;

export class Stretcher {
  /** Frames of the input that must be there beyond the place that is made, and frames of the output that come after it. */
  readonly inputLatency: number;
  readonly outputLatency: number;
  private readonly room: number;
  private readonly at: number;
  private taken = 0;
  private made = 0;

  private constructor(private readonly wasm: Wasm, readonly channels: number, private readonly tempo: number, sampleRate: number) {
    wasm._presetDefault(channels, sampleRate);
    this.inputLatency = wasm._inputLatency();
    this.outputLatency = wasm._outputLatency();
    this.room = Math.max(this.inputLatency + this.outputLatency, Math.ceil(BLOCK * tempo) + 1, BLOCK);
    this.at = wasm._setBuffers(channels, this.room);
  }

  /** @param tempo 0.5 = half as fast, 2 = twice */
  static async open(channels: number, sampleRate: number, tempo: number): Promise<Stretcher> {
    return new Stretcher(await newWasm(channels), channels, tempo, sampleRate);
  }

  /** Frames of sound that a start needs to know before its place. */
  get history(): number {
    return this.inputLatency + this.outputLatency;
  }

  /** Starts anew. @param before `[channels][history]`: what comes before the first frame that `process` is given */
  start(before: readonly Float32Array[]): void {
    this.wasm._reset();
    this.taken = this.made = 0;
    this.write(before, 0, this.history);
    this.wasm._seek(this.history, this.tempo);
  }

  /** Frames of the input that the next `frames` of the output take. */
  needs(frames: number): number {
    return Math.round((this.made + frames) * this.tempo) - this.taken;
  }

  /**
   * Makes frames. The first one after a start is of the place `inputLatency + outputLatency · tempo` frames before the first that
   * is given.
   *
   * @param input `[channels][needs(frames)]`
   * @returns `[channels][frames]`
   */
  process(input: readonly Float32Array[], frames: number): Float32Array<ArrayBuffer>[] {
    const out = Array.from({ length: this.channels }, () => new Float32Array(frames));
    let from = 0;
    for (let done = 0; done < frames; ) {
      const now = Math.min(BLOCK, frames - done);
      const taken = this.needs(now);
      this.write(input, from, taken);
      this.wasm._process(taken, now);
      out.forEach((channel, c) => channel.set(this.buffer(this.channels + c, now), done));
      from += taken;
      done += now;
      this.taken += taken;
      this.made += now;
    }
    return out;
  }

  private write(input: readonly Float32Array[], from: number, frames: number): void {
    input.forEach((channel, c) => this.buffer(c, frames).set(channel.subarray(from, from + frames)));
  }

  /** Anew each time: the memory may have been moved. */
  private buffer(index: number, frames: number): Float32Array {
    return new Float32Array(this.wasm.HEAP8.buffer, this.at + 4 * this.room * index, frames);
  }
}

type Scope = {
  AudioWorkletProcessor?: unknown;
  registerProcessor?: (name: string, processor: new (options: object) => Processor) => void;
  sampleRate?: number;
  currentTime?: number;
};
let registered: Promise<new (options: object) => Processor> | null = null;

async function newWasm(channels: number): Promise<Wasm> {
  registered ??= new Promise((found, failed) => {
    const scope = globalThis as Scope;
    scope.AudioWorkletProcessor = class {
      readonly port = { postMessage: () => {}, onmessage: null };
    };
    scope.registerProcessor = (_name, processor) => found(processor);
    scope.sampleRate = 44_100; // asked for by the processor, which does nothing with it here
    scope.currentTime = 0;
    import("signalsmith-stretch").catch(failed);
  });
  const processor = new (await registered)({ numberOfOutputs: 1, outputChannelCount: [channels] });
  while (!processor.wasmReady) { // it tells its node in an audio context; here there is none
    await new Promise((wake) => setTimeout(wake, 5));
  }
  return processor.wasmModule;
}
