import { describe, expect, test, vi } from "vitest";
import type { Chunk, Playable } from "../player/sound";
import { analyse, SongAnalysis } from "./analysis";
import { type BeatGrid, beatsBetween } from "./beats";
import { clickOf } from "./click";

vi.setConfig({ testTimeout: 60_000 }); // a busy machine

const RATE = 44100;
const KEY_RATE = 22050;

/** Drums at given times: a bass drum on beats 1 and 3, a snare on 2 and 4, a hi-hat on all halves. */
function drums(beats: readonly number[], seconds: number, rate = RATE): Float32Array {
  const out = new Float32Array(Math.round(seconds * rate));
  let state = 1;
  const noise = () => ((state = (Math.imul(state, 1664525) + 1013904223) | 0) >> 16) / 32768;
  const hit = (at: number, gain: number, sample: (t: number) => number, length: number) => {
    const from = Math.round(at * rate);
    for (let i = 0; i < length * rate && from + i < out.length; i++) {
      out[from + i]! += gain * sample(i / rate);
    }
  };
  beats.forEach((beat, i) => {
    const next = beats[i + 1] ?? 2 * beat - (beats[i - 1] ?? 0);
    if (i % 2 === 0) {
      hit(beat, i % 4 === 0 ? 0.9 : 0.6, (t) => Math.exp(-t / 0.08) * Math.sin(2 * Math.PI * (50 * t + 3 * (1 - Math.exp(-t / 0.03)))), 0.3);
    } else {
      hit(beat, 0.4, (t) => Math.exp(-t / 0.05) * noise(), 0.2);
    }
    hit(beat, 0.1, (t) => Math.exp(-t / 0.015) * noise(), 0.05);
    hit((beat + next) / 2, 0.1, (t) => Math.exp(-t / 0.015) * noise(), 0.05);
  });
  return out;
}

/** A cadence over and over, a second a chord: I IV V I in major, i iv V i in minor, with overtones, `cents` out of tune. */
function cadence(tonic: number, minor: boolean, cents: number): Float32Array {
  const third = minor ? 3 : 4;
  const chords = [[0, third, 7], [5, 5 + third, 12], [7, 11, 14], [0, third, 7]];
  const out = new Float32Array(8 * KEY_RATE);
  for (let i = 0; i < out.length; i++) {
    const t = i / KEY_RATE;
    for (const note of chords[Math.floor(t) % 4]!) {
      const hz = 130.8128 * 2 ** ((tonic + note + cents / 100) / 12);
      for (let k = 1; k <= 5; k++) {
        out[i]! += (0.1 / k) * Math.sin(2 * Math.PI * hz * k * t);
      }
    }
  }
  return out;
}

function factsOf(samples: Float32Array, rate = RATE) {
  const analysis = new SongAnalysis(rate);
  for (let from = 0; from < samples.length; from += 50_001) {
    const block = samples.subarray(from, from + 50_001);
    analysis.add(block, block);
  }
  return analysis.finish();
}

describe("tempo and beats of drums whose times are known", () => {
  test.each([[96, RATE], [84, RATE], [100, 48000], [120, RATE], [123.4, 22050], [150, RATE]])("%f a minute, %i Hz", (bpm, rate) => {
    const beats = Array.from({ length: Math.floor((40 * bpm) / 60) }, (_, i) => 0.7 + (i * 60) / bpm);
    const { grid } = factsOf(drums(beats, 42, rate), rate);
    expect(grid!.bpm).toBeCloseTo(bpm, 1);
    for (const beat of grid!.beats.filter((b) => b > 0.5 && b < 38)) {
      const nearest = Math.min(...beats.map((b) => Math.abs(b - beat)));
      expect(nearest, `beat at ${beat} s`).toBeLessThan(0.012);
    }
    const bars = beatsBetween(grid!, 10, 30).filter((b) => b.first).map((b) => Math.round(((b.seconds - 0.7) * bpm) / 60));
    expect(bars.every((index) => index % 4 === bars[0]! % 4 && index % 2 === 0), `bars at beats ${bars.join(" ")}`).toBe(true);
  });

  test.each([[62.5, 125], [174, 87]])("of %f a minute, where eighths are heard too, %f is nearer to what people tap", (bpm, found) => {
    const beats = Array.from({ length: Math.floor((40 * bpm) / 60) }, (_, i) => 0.7 + (i * 60) / bpm);
    expect(factsOf(drums(beats, 42)).grid!.bpm).toBeCloseTo(found, 1);
  });

  test("hands that grow faster are followed", () => {
    const beats = [0.5];
    while (beats.at(-1)! < 60) {
      const bpm = 96 + (20 * beats.at(-1)!) / 60;
      beats.push(beats.at(-1)! + 60 / bpm);
    }
    const { grid } = factsOf(drums(beats, 60));
    const near = grid!.beats.filter((beat) => Math.min(...beats.map((b) => Math.abs(b - beat))) < 0.03);
    expect(near.length / grid!.beats.length).toBeGreaterThan(0.9);
    expect(grid!.bpm).toBeGreaterThan(96);
    expect(grid!.bpm).toBeLessThan(116);
  });
});

test("keys of cadences, in and out of tune, are all found", () => {
  for (const minor of [false, true]) {
    for (let tonic = 0; tonic < 12; tonic++) {
      for (const cents of tonic % 4 === 0 ? [0, 30] : [0]) {
        const { key } = factsOf(cadence(tonic, minor, cents), KEY_RATE);
        expect([key!.tonic, key!.minor], `${tonic} ${minor ? "minor" : "major"}, ${cents} cents`).toEqual([tonic, minor]);
      }
    }
  }
}, 60_000);

test.each([0, 1, 1000, 3 * RATE])("%i samples of silence have neither", (n) => {
  expect(factsOf(new Float32Array(n))).toEqual({ grid: null, key: null });
});

test("a song in chunks is read once, and a stop is heard", async () => {
  const samples = drums(Array.from({ length: 60 }, (_, i) => 0.5 * i), 30);
  const chunkFrames = 6 * RATE;
  const song: Playable = {
    sampleRate: RATE, frames: samples.length, chunkFrames, chunkOf: (f) => Math.floor(f / chunkFrames), ready: () => undefined,
    load: (k): Promise<Chunk> => {
      const half = samples.slice(k * chunkFrames, (k + 1) * chunkFrames).map((x) => x / 2);
      return Promise.resolve([[half], [half, half]]);
    },
  };
  const shares: number[] = [];
  const { grid } = await analyse(song, [0, 1], [1], (share) => shares.push(share), new AbortController().signal);
  expect(grid!.bpm).toBeCloseTo(120, 1);
  expect(shares).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
  await expect(analyse(song, [0, 1], [1], () => {}, AbortSignal.abort())).rejects.toThrow();
});

test("beats go on before the first and after the last one", () => {
  const grid: BeatGrid = { bpm: 60, beats: [2, 3, 4], perBar: 4, firstOfBar: 1 };
  expect(beatsBetween(grid, 0, 8)).toEqual([
    { seconds: 0, first: false }, { seconds: 1, first: false }, { seconds: 2, first: false }, { seconds: 3, first: true },
    { seconds: 4, first: false }, { seconds: 5, first: false }, { seconds: 6, first: false }, { seconds: 7, first: true },
  ]);
  expect(beatsBetween(grid, 2.5, 3)).toEqual([]);
  expect(beatsBetween({ ...grid, beats: [] }, 0, 9)).toEqual([]);
});

test("a click is short, and no louder than half of full scale", () => {
  for (const first of [true, false]) {
    const click = clickOf(RATE, first);
    expect(click.length).toBe(Math.round(0.04 * RATE));
    expect(Math.max(...click.map(Math.abs))).toBeLessThanOrEqual(0.5);
    expect(Math.abs(click.at(-1)!)).toBeLessThan(0.01);
  }
});
