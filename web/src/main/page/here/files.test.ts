import { expect, test } from "vitest";
import { readWavHeader } from "../player/wav";
import { openSong, trimmed } from "./decoding";
import { failureOf } from "./failure";
import { lameTagIn } from "./lame-tag";
import { peaksAt, PeaksWriter } from "./peaks";
import { bytesOfSteps, roundedSteps, stepsOf } from "./quantise";
import { HereRecords, newId } from "./records";
import { HEADER_SIZE, wavHeaderOf } from "./song-folder";
import { addressOf, placeOf } from "./work";

function noise(n: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: n }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >> 16) / 65536;
  });
}

test.each([16, 24] as const)("stems of %i bits sum to a song of that depth, exactly", (bits) => {
  const song = [noise(4000, 1), noise(4000, 2)];
  song[0]!.fill(0, 100, 200);
  const stems = [0.31, 0.17].map((share) => song.map((channel) => channel.map((x) => x * share)));
  stems.push(song.map((channel, c) => channel.map((x, i) => x - stems[0]![c]![i]! - stems[1]![c]![i]!)));
  const steps = stems.map((_, s) => stepsOf(s, stems, song, 0, { bits, exact: true, gain: 1 }));
  const whole = roundedSteps(song, bits);
  whole.forEach((channel, c) => channel.forEach((step, i) => expect(steps[0]![c]![i]! + steps[1]![c]![i]! + steps[2]![c]![i]!).toBe(step)));
  expect(steps[0]![0]!.slice(100, 200).every((step) => step === 0)).toBe(true); // silence stays silence
  steps[0]![0]!.forEach((step, i) => expect(Math.abs(step - stems[0]![0]![i]! * 2 ** (bits - 1))).toBeLessThanOrEqual(1.5));
});

test("dither is the same wherever a block begins, and of triangular density", () => {
  const stem = [new Float32Array(60_000).fill(0.25)];
  const how = { bits: 16, exact: false, gain: 1 } as const;
  const whole = stepsOf(0, [stem], [], 0, how)[0]!;
  const part = stepsOf(0, [[stem[0]!.subarray(0, 500)]], [], 777, how)[0]!;
  expect(part).toEqual(whole.slice(777, 1277));
  const errors = whole.map((step) => step - 8192);
  const mean = errors.reduce((a, b) => a + b, 0) / errors.length;
  const variance = errors.reduce((a, b) => a + (b - mean) ** 2, 0) / errors.length;
  expect(Math.abs(mean)).toBeLessThan(0.02);
  expect(variance).toBeCloseTo(0.25, 1); // 1/6 of dither and 1/12 of rounding
  expect(stepsOf(1, [stem, stem], [], 0, how)[0]).not.toEqual(whole);
});

test("what goes over full scale is cut, not wrapped, and bytes are little-endian", () => {
  const steps = stepsOf(0, [[Float32Array.of(1.5, -1.5)]], [], 0, { bits: 16, exact: false, gain: 1 });
  expect([...new Uint8Array(bytesOfSteps(steps, 16))]).toEqual([0xff, 0x7f, 0, 0x80]);
  expect([...new Uint8Array(bytesOfSteps([Float64Array.of(-2)], 24))]).toEqual([0xfe, 0xff, 0xff]);
});

test("headers are read as they were meant, of more than 4 GB too", () => {
  for (const bits of [16, 24, "32f"] as const) {
    const header = readWavHeader(wavHeaderOf(bits, 2, 48000, 1000));
    expect(header).toMatchObject({ kind: bits === "32f" ? "float" : "int", bits: bits === "32f" ? 32 : bits, channels: 2, sampleRate: 48000, frames: 1000, dataStart: HEADER_SIZE });
  }
  expect(readWavHeader(wavHeaderOf("32f", 2, 44100, 700_000_000)).frames).toBe(700_000_000);
});

test("the waveform has least and greatest of every point, at every resolution", () => {
  const writer = new PeaksWriter(1000); // 5 frames a point
  writer.add([Float32Array.of(0.5, 0, 0, 0, -0.25, 0, 0), Float32Array.of(0, 0, 0.75, 0, 0, 0, 0)], 7);
  writer.add([Float32Array.of(0, 2), Float32Array.of(-1, 0)], 2);
  const fine = writer.finish();
  expect([...fine]).toEqual([-32, 96, -128, 127]);
  expect(writer.peak).toBe(2);
  expect(peaksAt(200, fine, 1000)).toEqual({ version: 2, channels: 1, sample_rate: 1000, samples_per_pixel: 5, bits: 8, length: 2, data: [-32, 96, -128, 127] });
  expect(peaksAt(50, fine, 1000)).toMatchObject({ samples_per_pixel: 20, length: 1, data: [-128, 127] });
});

async function all(blocks: AsyncGenerator<Float32Array[], void, undefined>): Promise<number[][]> {
  const out: number[][] = [];
  for await (const block of blocks) {
    block.forEach((channel, c) => (out[c] ??= []).push(...channel));
  }
  return out;
}

test("a WAV is read to the sample, behind other chunks, and as far as it goes if that is wanted", async () => {
  const samples = Float32Array.of(0.5, -0.25, 1.25, NaN, 0, 1);
  const head = wavHeaderOf("32f", 2, 22050, 3);
  const song = await openSong(new Blob([head, samples]), false);
  expect(song).toMatchObject({ sampleRate: 22050, channels: 2, frames: 3, bits: null, codec: "pcm float" });
  expect(await all(song.blocks)).toEqual([[0.5, 1.25, 0], [-0.25, 0, 1]]); // what is no number is silence

  const cut = new Blob([head, samples.slice(0, 4)]);
  await expect(openSong(cut, false)).rejects.toMatchObject({ kind: "corrupt", truncated: true, message: "expected 3 frames of sound, found 2: the file is cut short" });
  expect((await openSong(cut, true)).frames).toBe(2);

  const picture = new Uint8Array(8 + 100_000);
  picture.set([0x69, 0x64, 0x33, 0x20, 0xa0, 0x86, 0x01, 0]); // `id3 `, 100 000 bytes
  expect((await openSong(new Blob([head.slice(0, 12), picture, head.slice(12), samples]), false)).frames).toBe(3);
});

test("a WAV that was written to a pipe ends where the file does", async () => {
  const head = wavHeaderOf(16, 1, 8000, 0);
  const song = await openSong(new Blob([head, Int16Array.of(1, 2, 3)]), false);
  expect(song).toMatchObject({ frames: 3, bits: 16 });
});

test("what is no song is refused in words", async () => {
  await expect(openSong(new Blob([]), false)).rejects.toThrow("expected a song, found an empty file");
  await expect(openSong(new Blob(["la la la la"]), false)).rejects.toThrow("this browser decodes no sound for pages (WebCodecs)"); // Node has none
  expect(failureOf(new DOMException("", "QuotaExceededError"))).toMatchObject({ kind: "storage" });
  expect(failureOf(new TypeError("x"))).toEqual({ kind: "crash", reason: "x" });
});

test("a part is what lies between, whatever the blocks", async () => {
  const blocks = async function* () {
    yield [Float32Array.of(0, 1, 2)];
    yield [Float32Array.of(3, 4)];
    yield [Float32Array.of(5, 6, 7)];
  };
  expect(await all(trimmed(blocks(), 2, 4))).toEqual([[2, 3, 4, 5]]);
  expect(await all(trimmed(blocks(), 0, Number.POSITIVE_INFINITY))).toEqual([[0, 1, 2, 3, 4, 5, 6, 7]]);
  expect(await all(trimmed(blocks(), 9, 4))).toEqual([]);
});

test("the LAME tag says where an mp3's song begins and ends", () => {
  const frame = new Uint8Array(400);
  frame.set([0xff, 0xfb, 0x90, 0x64]);
  frame.set(new TextEncoder().encode("Info"), 36);
  frame.set([0, 0, 0, 0x0f, 0, 0, 0, 10], 40); // all fields; 10 frames
  frame.set(new TextEncoder().encode("LAME3.100"), 36 + 8 + 4 + 4 + 100 + 4);
  frame.set([0x24, 0x04, 0x20], 156 + 21); // 576 and 1056
  expect(lameTagIn(frame)).toEqual({ startSkip: 576 + 529, frames: 11520 - 576 - 1056 });
  expect(lameTagIn(new Uint8Array(400))).toBeNull();
  frame.set(new TextEncoder().encode("XXXX"), 156);
  expect(lameTagIn(frame)).toBeNull();
});

test("addresses say what they mean; others are refused", () => {
  const address = addressOf("abc", "stem", "vocals", { bits: "24", songBits: 16 });
  expect(placeOf(address)).toMatchObject({ id: "abc", what: "stem", name: "vocals", how: { bits: "24", songBits: 16 } });
  expect(placeOf(`${addressOf("abc", "peaks", "mix")}?perSecond=50`).query.get("perSecond")).toBe("50");
  expect(placeOf(addressOf("abc", "zip", "all", { bits: "16", songBits: null })).how).toEqual({ bits: "16", songBits: null });
  expect(() => placeOf("/api/v1/jobs")).toThrow("expected the address of something in this browser, found /api/v1/jobs");
});

test("jobs are kept one by one, and what others wrote is left alone", () => {
  const items = new Map<string, string>([["isolator.here.bad", "{"], ["isolator.choice", "both"]]);
  const records = new HereRecords({
    getItem: (key) => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value), removeItem: (key) => void items.delete(key),
    key: (i) => [...items.keys()][i] ?? null, get length() { return items.size; },
  });
  const id = newId();
  expect(id).toMatch(/^[a-z2-7]{26}$/);
  const job = { id, state: "queued" as const, progress: 0, name: "A", createdAt: "2026-11-29T00:00:00Z", reused: false,
    options: { keep: [], model: "m@1", format: "wav" as const, start: 0 }, model: { name: "m", version: "1" }, input: { bytes: 1, sha256: "" } };
  records.put({ job, page: "p", kept: false });
  expect(records.all()).toEqual([{ job, page: "p", kept: false }]);
  expect(records.of("bad")).toBeNull();
  records.drop(id);
  expect(records.all()).toEqual([]);
  expect(HereRecords.isOf("isolator.here.x") && !HereRecords.isOf("isolator.choice")).toBe(true);
});
