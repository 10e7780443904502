import { expect, test } from "vitest";
import { CHUNK_SECONDS, Sound } from "./sound";
import { encodeFrames, wavHeader } from "./wav";

const RATE = 100;
const CHUNK = CHUNK_SECONDS * RATE;

function wav(frames: number, first: number): ArrayBuffer {
  const samples = Float32Array.from({ length: frames }, (_, i) => (first + i) / 2 ** 14);
  const parts = [wavHeader(1, RATE, frames), encodeFrames([samples], 1)];
  const out = new Uint8Array(44 + frames * 3);
  out.set(new Uint8Array(parts[0]!));
  out.set(new Uint8Array(parts[1]!), 44);
  return out.buffer;
}

function server(files: Record<string, ArrayBuffer>) {
  const asked: string[] = [];
  const fetchBytes = async (address: string, from: number, to: number) => {
    asked.push(`${address} ${from}`);
    return files[address]!.slice(from, to);
  };
  return { asked, fetchBytes };
}

const tracks = [{ name: "vocals", wav: "v" }, { name: "music", wav: "m" }];

test("every frame of every track is where it belongs", async () => {
  const frames = 2 * CHUNK + 17;
  const { fetchBytes } = server({ v: wav(frames, 0), m: wav(frames, 5000) });
  const sound = new Sound(tracks, fetchBytes, 1e9);
  await sound.open();
  expect([sound.frames, sound.sampleRate, sound.chunkCount]).toEqual([frames, RATE, 3]);
  for (let c = 0; c < 3; c++) {
    const chunk = await sound.load(c);
    expect(chunk[0]![0]![0]).toBe((c * CHUNK) / 2 ** 14);
    expect(chunk[1]![0]!.at(-1)).toBe((5000 + Math.min(frames, (c + 1) * CHUNK) - 1) / 2 ** 14);
  }
  expect((await sound.load(2))[0]![0]).toHaveLength(17);
});

test("a chunk is fetched once, however often it is asked for", async () => {
  const { asked, fetchBytes } = server({ v: wav(CHUNK, 0), m: wav(CHUNK, 0) });
  const sound = new Sound(tracks, fetchBytes, 1e9);
  await sound.open();
  asked.length = 0;
  const [a, b] = await Promise.all([sound.load(0), sound.load(0)]);
  expect(a).toBe(b);
  expect(await sound.load(0)).toBe(a);
  expect(asked).toEqual(["v 44", "m 44"]);
});

test("memory stays under its limit: what was used longest ago goes first", async () => {
  const frames = 5 * CHUNK;
  const { fetchBytes } = server({ v: wav(frames, 0), m: wav(frames, 0) });
  const sound = new Sound(tracks, fetchBytes, 3 * 2 * CHUNK * 4); // three chunks of two tracks
  await sound.open();
  for (const c of [0, 1, 2]) {
    await sound.load(c);
  }
  expect(sound.ready(0)).toBeDefined(); // used again
  await sound.load(3);
  expect([0, 1, 2, 3].map((c) => sound.ready(c) !== undefined)).toEqual([true, false, true, true]);
});

test("a failure is told, and is not remembered", async () => {
  let fail = false;
  const files = server({ v: wav(CHUNK, 0), m: wav(CHUNK, 0) });
  const sound = new Sound(tracks, (a, f, t) => (fail ? Promise.reject(new Error("offline")) : files.fetchBytes(a, f, t)), 1e9);
  await sound.open();
  fail = true;
  await expect(sound.load(0)).rejects.toThrow("offline");
  fail = false;
  expect(await sound.load(0)).toHaveLength(2);
});

test("tracks of different lengths, and files that end early, are refused with both figures", async () => {
  const uneven = server({ v: wav(CHUNK, 0), m: wav(CHUNK - 1, 0) });
  await expect(new Sound(tracks, uneven.fetchBytes, 1e9).open()).rejects.toThrow(
    "expected 600 frames at 100 Hz in every track, found 599 at 100 Hz in music",
  );
  const cut = server({ v: wav(CHUNK, 0), m: wav(CHUNK, 0).slice(0, 344) });
  const sound = new Sound(tracks, cut.fetchBytes, 1e9);
  await sound.open();
  await expect(sound.load(0)).rejects.toThrow("expected 600 frames from frame 0 of music, found 100");
});

test("an empty song has no chunks", async () => {
  const { fetchBytes } = server({ v: wav(0, 0), m: wav(0, 0) });
  const sound = new Sound(tracks, fetchBytes, 1e9);
  await sound.open();
  expect(sound.chunkCount).toBe(0);
});
