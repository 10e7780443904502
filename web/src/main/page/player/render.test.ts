import { expect, test } from "vitest";
import { flat } from "./balance";
import { render } from "./render";
import { CHUNK_SECONDS, Sound } from "./sound";
import { decodeFrames, encodeFrames, readWavHeader, wavHeader } from "./wav";

const RATE = 50;
const FRAMES = 2 * CHUNK_SECONDS * RATE + 7;

function soundOf(...stems: ((i: number) => number)[]): Sound {
  const files = stems.map((stem) => {
    const samples = Float32Array.from({ length: FRAMES }, (_, i) => stem(i));
    const out = new Uint8Array(44 + FRAMES * 3);
    out.set(new Uint8Array(wavHeader(1, RATE, FRAMES)));
    out.set(new Uint8Array(encodeFrames([samples], 1)), 44);
    return out.buffer;
  });
  const tracks = stems.map((_, i) => ({ name: `s${i}`, wav: String(i) }));
  return new Sound(tracks, async (address, from, to) => files[Number(address)]!.slice(from, to), 1e9);
}

async function rendered(sound: Sound, strips = sound.tracks.map(flat), from = 0, to = FRAMES) {
  await sound.open();
  const result = await render(sound, strips, from, to, () => {}, new AbortController().signal);
  const bytes = await result.file.arrayBuffer();
  const header = readWavHeader(bytes);
  return { ...result, header, samples: decodeFrames(bytes.slice(header.dataStart), header) };
}

test("stems at their own level give the song, over all chunks", async () => {
  const song = (i: number) => Math.sin(i * 0.3) * 0.6;
  const voice = (i: number) => Math.sin(i * 1.1) * 0.3;
  const { samples, header, loweredDb } = await rendered(soundOf(voice, (i) => song(i) - voice(i)));
  expect(header).toMatchObject({ channels: 2, sampleRate: RATE, frames: FRAMES, bits: 24 });
  expect(loweredDb).toBe(-0);
  for (let i = 0; i < FRAMES; i++) {
    expect(Math.abs(samples[0]![i]! - song(i))).toBeLessThan(2 ** -21); // three roundings to 24 bits
    expect(samples[1]![i]).toBe(samples[0]![i]);
  }
});

test("a part of the song begins and ends at its frames", async () => {
  const { samples } = await rendered(soundOf((i) => i / 1024), [flat()], 290, 310); // over a chunk's border
  expect([...samples[0]!]).toEqual(Array.from({ length: 20 }, (_, k) => (290 + k) / 1024));
});

test("what would clip is turned down as a whole, and said", async () => {
  const loud = (i: number) => (i === 400 ? 0.8 : 0.2);
  const { samples, loweredDb } = await rendered(soundOf(loud, loud));
  expect(loweredDb).toBeCloseTo(20 * Math.log10(1.6), 3);
  expect(samples[0]![400]).toBeCloseTo(1, 5);
  expect(samples[0]![0]).toBeCloseTo(0.25, 5);
});

test("a muted stem is not in it", async () => {
  const { samples } = await rendered(soundOf(() => 0.5, () => 0.25), [{ ...flat(), mute: true }, flat()]);
  expect(samples[0]!.every((x) => x === 0.25)).toBe(true);
});

test("it can be stopped", async () => {
  const sound = soundOf(() => 0);
  await sound.open();
  const stop = new AbortController();
  stop.abort();
  await expect(render(sound, [flat()], 0, FRAMES, () => {}, stop.signal)).rejects.toThrow("aborted");
});
