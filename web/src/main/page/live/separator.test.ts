import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { env } from "onnxruntime-web/wasm";
import { beforeAll, describe, expect, test } from "vitest";
import { readCard } from "../here/chunks";
import { OnnxNetwork } from "../here/network";
import { answerPort, answerShared, closeShared, type MaskExchange, PortExchange, RING, SharedExchange, sharedRings } from "./exchange";
import { LiveMixer } from "./mixer";
import { HELD_HOPS, type LiveNetwork, LiveSeparator, type LiveSettings } from "./separator";
import { readStreamCard, type StreamCard } from "./stream-card";
import { StreamNetwork } from "./stream-network";
import { type LiveLatency, windowPair } from "./synthesis-window";

const root = join(import.meta.dirname, "../../../../..");
const goldens = join(root, "live/src/test/resources/golden/live");
const networks = join(root, "live/src/test/resources/dev/isolator/live");
const models = join(root, "models/src/main/resources/dev/isolator/models");
const runtime = join(root, "web/node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded");
const BLOCK = 128;

beforeAll(() => {
  env.wasm.wasmBinary = new Uint8Array(readFileSync(`${runtime}.wasm`)).buffer;
  env.wasm.wasmPaths = { mjs: pathToFileURL(`${runtime}.mjs`).href };
  env.wasm.numThreads = 1;
});

function noise(n: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: n }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >> 16) / 32768;
  });
}

/** Between blocks whoever owns it answers: a network that is in time, or not. */
class Desk implements MaskExchange {
  readonly asked: Float32Array<ArrayBuffer>[] = [];
  readonly masks: Float32Array[] = [];
  private readonly room: Float32Array<ArrayBuffer>;

  constructor(spectrum: number) {
    this.room = new Float32Array(spectrum);
  }

  next(): Float32Array | null {
    return this.asked.length - this.masks.length < RING ? this.room : null;
  }

  offer(): void {
    this.asked.push(this.room.slice());
  }

  answered(): number {
    return this.masks.length;
  }

  mask(number: number): Float32Array {
    return this.masks[number]!;
  }

  busySeconds(): number {
    return 0;
  }

  async answerAll(answer: (spectrum: Float32Array<ArrayBuffer>) => Promise<Float32Array> | Float32Array): Promise<void> {
    while (this.masks.length < this.asked.length) {
      this.masks.push((await answer(this.asked[this.masks.length]!)).slice());
    }
  }
}

/** Runs a song through, and silence after it until all has come out: `[stems, and the mix last][channels][frames]` without the latency. */
async function through(separator: LiveSeparator, stems: number, song: Float32Array[], between: () => Promise<void> | void): Promise<Float32Array[][]> {
  const frames = song[0]!.length;
  const out = Array.from({ length: stems + 1 }, () => song.map(() => new Float32Array(frames)));
  const parts = Array.from({ length: stems }, () => song.map(() => new Float32Array(BLOCK)));
  const mix = song.map(() => new Float32Array(BLOCK));
  for (let at = 0; at < frames + separator.latencyFrames; at += BLOCK) {
    const block = song.map((channel) => {
      const samples = new Float32Array(BLOCK);
      samples.set(channel.subarray(at, at + BLOCK));
      return samples;
    });
    const { place } = separator;
    separator.process(block, parts, mix, BLOCK);
    await between();
    for (let i = Math.max(0, -place); i < BLOCK && place + i < frames; i++) {
      [...parts, mix].forEach((channels, s) => channels.forEach((samples, c) => (out[s]![c]![place + i] = samples[i]!)));
    }
  }
  return out;
}

const ratio = (fftLength: number, lookAheadFrames: number): StreamCard => ({
  name: "ratio", version: "1", stems: ["vocals", "music"], sampleRate: 44100, fftLength, hopLength: 512, lookAheadFrames, frameMultiple: 1,
  silentFrames: 8, file: "", sha256: "",
});

describe("the first stem is that of module live", () => {
  test.each<[string, StreamCard, number, 1 | 2, LiveLatency, number, number]>([
    ["ratio-2048-ahead0", ratio(2048, 0), 44100, 2, "full", 1, 2432],
    ["ratio-2048-ahead0", ratio(2048, 0), 44100, 1, "23", 2, 1920],
    ["ratio-2048-ahead4", ratio(2048, 4), 48000, 2, "23", 1, 3904],
    ["ratio-4096-ahead3", ratio(4096, 3), 32000, 2, "35", 3, 3374],
  ])("%s, %o, %i Hz, %i channels", async (name, card, sampleRate, channels, latency, slackHops, frames) => {
    const network = await StreamNetwork.of(new Uint8Array(readFileSync(join(networks, `${name}.stream.onnx`))), card);
    const desk = new Desk(network.spectrumSize);
    const separator = new LiveSeparator(card, { sampleRate, channels, latency, slackHops, blockFrames: BLOCK }, desk);
    expect(separator.latencyFrames).toBe(frames);
    const song = Array.from({ length: channels }, (_, c) => noise(6001, c + 1));
    const [first] = await through(separator, card.stems.length, song, () => desk.answerAll(network.answer));
    await network.close();
    const bytes = readFileSync(join(goldens, `${name}-${sampleRate}-${channels}.f32`));
    const expected = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    first!.forEach((channel, c) => channel.forEach((sample, i) => {
      expect(Math.abs(sample - expected[c * 6001 + i]!), `channel ${c}, frame ${i}`).toBeLessThanOrEqual(1e-5);
    }));
    expect(separator.late).toEqual({ held: 0, dry: 0, skipped: 0 });
  });
});

test.each<[number, number, LiveLatency]>([[2048, 512, "full"], [2048, 512, "35"], [2048, 512, "23"], [2240, 560, "23"], [4096, 512, "35"]])(
  "windows of %i / %i, latency %s, are a pair: their products sum to 1", (fftLength, hop, latency) => {
    const { analysis, synthesis, frames } = windowPair(latency, fftLength, hop);
    for (let n = 0; n < hop; n++) {
      let sum = 0;
      for (let m = n; m < fftLength; m += hop) {
        sum += analysis[m]! * synthesis[m]!;
      }
      expect(sum).toBeCloseTo(1, 12);
    }
    expect(synthesis.subarray(0, fftLength - frames).every((f) => f === 0)).toBe(true);
  });

const HOP = 64;
const half: LiveNetwork = { sampleRate: 44100, fftLength: 256, hopLength: HOP, stems: ["a", "b"], lookAheadFrames: 0 };
const settings: LiveSettings = { sampleRate: 44100, channels: 1, latency: "full", slackHops: 1, blockFrames: HOP };
const HALF = new Float32Array(4 * 129).fill(0.5);

/** A steady sound of 0.5, of which half is the first stem; `feed` gives the first stem's last sample and checks the sum. */
function steady(desk: Desk): { separator: LiveSeparator; feed: () => number } {
  const separator = new LiveSeparator(half, settings, desk);
  const [a, b, mix] = [new Float32Array(HOP), new Float32Array(HOP), new Float32Array(HOP)];
  const feed = () => {
    separator.process([new Float32Array(HOP).fill(0.5)], [[a], [b]], [mix], HOP);
    for (let i = 0; i < HOP; i++) {
      expect(a[i]! + b[i]!).toBeCloseTo(mix[i]!, 6);
    }
    return a[HOP - 1]!;
  };
  return { separator, feed };
}

test("a late answer is replaced by the last mask, then the last stem takes over, and gives back", () => {
  const desk = new Desk(4 * 129);
  const { separator, feed } = steady(desk);
  const answer = () => desk.masks.push(...desk.asked.slice(desk.masks.length).map(() => HALF));
  for (let hop = 0; hop < 12; hop++) {
    feed();
    answer();
  }
  expect(feed()).toBeCloseTo(0.25, 6);
  for (let hop = 0; hop < HELD_HOPS; hop++) {
    expect(feed(), "the mask is held").toBeCloseTo(0.25, 6);
  }
  expect(separator.late.held).toBeGreaterThanOrEqual(HELD_HOPS - 1);
  expect(separator.late.dry).toBe(0);
  for (let hop = 0; hop < 8; hop++) {
    feed();
  }
  expect(feed()).toBe(0);
  expect(separator.dryShare).toBe(1);
  expect(separator.late.dry).toBeGreaterThan(0);
  for (let hop = 0; hop < 12; hop++) {
    answer();
    feed();
  }
  expect(feed()).toBeCloseTo(0.25, 6);
  expect(separator.dryShare).toBe(0);
});

test("what the network misses is counted when too much waits", () => {
  const { separator, feed } = steady(new Desk(4 * 129));
  for (let hop = 0; hop < RING + 10; hop++) {
    feed();
  }
  expect(separator.late.skipped).toBeGreaterThan(0);
  expect(separator.hops).toBeGreaterThan(separator.late.skipped);
});

test("more slack takes the output back by a hop, and nothing else changes", async () => {
  const desk = new Desk(4 * 129);
  const separator = new LiveSeparator(half, settings, desk);
  const song = noise(4000, 9);
  const [out, mix, rest] = [new Float32Array(4200), new Float32Array(HOP), new Float32Array(HOP)];
  for (let at = 0; at + HOP <= 4000; at += HOP) {
    if (at === 20 * HOP) {
      const before = separator.place;
      separator.addSlack();
      expect(separator.place).toBe(before - HOP);
      expect(separator.slackHops).toBe(2);
    }
    const { place } = separator;
    const first = new Float32Array(HOP);
    separator.process([song.subarray(at, at + HOP)], [[first], [rest]], [mix], HOP);
    await desk.answerAll(() => HALF);
    for (let i = 0; i < HOP; i++) {
      expect(mix[i]).toBe(place + i < 0 ? 0 : song[place + i]);
    }
    if (place >= 0 && !(at === 20 * HOP)) { // that one repeats what was given out
      out.set(first, place);
    }
  }
  for (let i = 256; i < separator.place - HOP; i++) { // before, windows are missing that would end before the stream's first
    expect(Math.abs(out[i]! - song[i]! / 2), `frame ${i}`).toBeLessThan(1e-6);
  }
  expect(separator.late).toEqual({ held: 0, dry: 0, skipped: 0 });
});

test("samples that are no sound are silence", () => {
  const { separator } = steady(new Desk(4 * 129));
  const mix = new Float32Array(HOP);
  const block = new Float32Array(HOP).fill(Number.NaN);
  for (let hop = 0; hop < 12; hop++) {
    separator.process([block], [[new Float32Array(HOP)], [new Float32Array(HOP)]], [mix], HOP);
    expect(mix.every((sample) => sample === 0)).toBe(true);
  }
});

test("a block that does not fit the hop is refused", () => {
  const { separator } = steady(new Desk(4 * 129));
  expect(() => separator.process([new Float32Array(65)], [], [], 65)).toThrow("expected blocks of a multiple of 64 frames, found 65");
});

test.each(["shared", "port"] as const)("what goes into %s rings comes out in order", async (kind) => {
  const sizes = { spectrum: 4, mask: 2 };
  const shared = sharedRings(sizes);
  const { port1, port2 } = new MessageChannel();
  const ours = kind === "shared" ? new SharedExchange(shared) : new PortExchange(port1, sizes);
  for (let number = 0; number < RING; number++) {
    ours.next()!.fill(number);
    ours.offer();
  }
  expect(ours.next()).toBeNull();
  const twice = (spectrum: Float32Array) => Promise.resolve(Float32Array.of(2 * spectrum[0]!, spectrum[3]!));
  let count = 0;
  const answering = kind === "shared"
    ? answerShared(shared, (spectrum) => {
      if (++count === RING) {
        closeShared(shared); // else it would wait for more, and block this thread
      }
      return twice(spectrum);
    })
    : answerPort({ kind: "port", port: port2 }, twice);
  if (kind === "shared") {
    await answering;
  } else {
    await expect.poll(() => ours.answered()).toBe(RING);
    port1.close();
  }
  for (let number = 0; number < RING; number++) {
    expect([...ours.mask(number)]).toEqual([2 * number, number]);
  }
  expect(ours.next()).not.toBeNull();
});

test("the mixer plays the stems by their gains without a step, and the mix where the network is late", () => {
  const mixer = new LiveMixer(2, 44100);
  const frames = 2048;
  const of = (value: number) => [new Float32Array(frames).fill(value)];
  const out = of(0);
  mixer.process([of(0.25), of(0.5)], of(0.75), 0, out, frames);
  expect(out[0]![frames - 1]).toBeCloseTo(0.75, 6);
  mixer.setGains([0, 1]);
  mixer.process([of(0.25), of(0.5)], of(0.75), 0, out, frames);
  expect(out[0]![0]).toBeGreaterThan(0.74);
  expect(out[0]![frames - 1]).toBeCloseTo(0.5, 6);
  expect(mixer.peaks[0]).toBeCloseTo(0.25, 2);
  mixer.process([of(0), of(0.75)], of(0.75), 1, out, frames);
  expect(out[0]![frames - 1]).toBeCloseTo(0.75, 6);
  mixer.hushed = true;
  mixer.process([of(0), of(0.75)], of(0.75), 1, out, frames);
  expect([out[0]![frames - 1], mixer.silent]).toEqual([0, true]);
});

describe("the built-in live model", () => {
  const name = readdirSync(models).find((file) => /^live-vocals-\d+\.json$/.test(file))!.replace(".json", "");
  const json = JSON.parse(readFileSync(join(models, `${name}.json`), "utf8")) as object;

  test("answers frame by frame what it answers for chunks", { timeout: 120_000 }, async () => {
    const card = readStreamCard(json);
    const chunks = readCard({ ...json, chunkFrames: 448 });
    const stream = await StreamNetwork.of(new Uint8Array(readFileSync(join(models, `${name}.stream.onnx`))), card);
    const whole = await OnnxNetwork.of(new Uint8Array(readFileSync(join(models, `${name}.onnx`))), chunks);
    const bins = card.fftLength / 2 + 1;
    const first = chunks.chunkFrames - 32; // silence before it, as before a song
    const spectrum = new Float32Array(4 * bins * chunks.chunkFrames);
    const rows = noise(4 * bins * 32, 5);
    for (let row = 0; row < 4 * bins; row++) {
      for (let t = 0; t < 32; t++) {
        spectrum[row * chunks.chunkFrames + first + t] = 20 * rows[row * 32 + t]!;
      }
    }
    const { mask } = await whole.run(spectrum);
    for (let t = 0; t < 32; t++) {
      const found = await stream.answer(Float32Array.from({ length: 4 * bins }, (_, row) => spectrum[row * chunks.chunkFrames + first + t]!));
      for (let row = 0; row < found.length; row++) {
        expect(Math.abs(found[row]! - mask[row * chunks.chunkFrames + first + t]!), `frame ${t}, row ${row}`).toBeLessThan(1e-3);
      }
    }
    const { meanMillis, worstMillis } = await stream.measure();
    expect(worstMillis).toBeGreaterThanOrEqual(meanMillis);
    await Promise.all([stream.close(), whole.close()]);
  });

  test("a spectrum of no numbers is answered with the mask before, and the memory begins anew", { timeout: 60_000 }, async () => {
    const stream = await StreamNetwork.of(new Uint8Array(readFileSync(join(models, `${name}.stream.onnx`))), readStreamCard(json));
    const quiet = [...await stream.answer(new Float32Array(stream.spectrumSize))];
    expect([...await stream.answer(new Float32Array(stream.spectrumSize).fill(Number.NaN))]).toEqual(quiet);
    expect((await stream.answer(new Float32Array(stream.spectrumSize))).every(Number.isFinite)).toBe(true);
    await stream.close();
  });

  test("a card of another kind is refused in words", () => {
    expect(() => readStreamCard({ ...json, streamSha256: undefined })).toThrow("expected a live model's card with the text streamSha256, found undefined");
    expect(() => readStreamCard({ ...json, frameMultiple: 0 })).toThrow("expected a live model's card with the whole number frameMultiple of 1 or more, found 0");
    expect(() => readStreamCard(null)).toThrow("with two stems or more, found undefined");
  });
});
