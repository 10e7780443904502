import { describe, expect, test } from "vitest";
import type { Chunk, Playable } from "../player/sound";
import { ResampledSound } from "./resampled-sound";
import { StretchedSound, type Stretching } from "./stretched-sound";
import { type Change, changed } from "./changed-sound";
import { Stretcher } from "./stretcher";

const RATE = 44100;

/** A song of two tracks from a formula, in chunks of 6 s. */
function song(seconds: number, sample: (t: number, track: number) => number): Playable {
  const [frames, chunkFrames] = [Math.round(seconds * RATE), 6 * RATE];
  const ready = (index: number): Chunk => [0, 1].map((track) => [0, 1].map(() =>
    Float32Array.from({ length: Math.min(chunkFrames, frames - index * chunkFrames) }, (_, i) => sample((index * chunkFrames + i) / RATE, track))));
  return { sampleRate: RATE, frames, chunkFrames, chunkOf: (f) => Math.floor(f / chunkFrames), ready: () => undefined, load: (index) => Promise.resolve(ready(index)) };
}

/** The worker's work, here. */
function here(): Stretching {
  let stretcher: Stretcher;
  return {
    ask: async (order) => {
      switch (order.kind) {
        case "open":
          stretcher = await Stretcher.open(order.channels, order.sampleRate, order.tempo);
          return { kind: "opened", inputLatency: stretcher.inputLatency, outputLatency: stretcher.outputLatency };
        case "start":
          stretcher.start(order.before);
          return { kind: "started" };
        case "make":
          return { kind: "made", output: stretcher.process(order.input, order.frames) };
      }
    },
    close: () => {},
  };
}

async function whole(sound: Playable, track = 0): Promise<Float32Array> {
  const all = new Float32Array(sound.frames);
  for (let at = 0, index = 0; at < sound.frames; index++) {
    const samples = (await sound.load(index))[track]![0]!;
    all.set(samples, at);
    at += samples.length;
  }
  return all;
}

/** Hz of the strongest partial near a place, by the phase's turn between two windows. */
function pitchOf(samples: Float32Array, at: number, near: number): number {
  const size = 16384;
  const phase = (from: number, hz: number) => {
    let [re, im] = [0, 0];
    for (let i = 0; i < size; i++) {
      const w = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size);
      re += w * samples[from + i]! * Math.cos((2 * Math.PI * hz * i) / RATE);
      im -= w * samples[from + i]! * Math.sin((2 * Math.PI * hz * i) / RATE);
    }
    return Math.atan2(im, re);
  };
  const step = 64;
  let turn = phase(at + step, near) - phase(at, near) - (2 * Math.PI * near * step) / RATE;
  turn -= 2 * Math.PI * Math.round(turn / (2 * Math.PI));
  return near + (turn * RATE) / (2 * Math.PI * step);
}

describe.each<Change>([{ tempo: 0.5, semitones: 0 }, { tempo: 0.8, semitones: 3 }, { tempo: 1, semitones: -5 }, { tempo: 1.5, semitones: 12 }])("%o", (change) => {
  test("a tone has the pitch, the song the length, and a click comes at its place", { timeout: 60_000 }, async () => {
    const tone = changed(song(9, (t, track) => 0.3 * Math.sin(2 * Math.PI * 440 * (track + 1) * t)), change, here()).sound;
    expect(Math.abs(tone.frames - (9 * RATE) / change.tempo)).toBeLessThanOrEqual(2);
    const ratio = 2 ** (change.semitones / 12);
    const samples = await whole(tone);
    for (const share of [0.1, 0.5, 0.9]) {
      const found = pitchOf(samples, Math.round(share * (samples.length - 20_000)), 440 * ratio);
      expect(1200 * Math.log2(found / (440 * ratio)), `cents at ${share}`).toBeCloseTo(0, 0);
    }
    const clicks = changed(song(9, (t) => (Math.abs(t - 5) < 0.004 ? Math.sin(2 * Math.PI * 1500 * t) : 0)), change, here()).sound;
    const place = centre(await whole(clicks)) / RATE;
    expect(Math.abs(place - 5 / change.tempo), `at ${place} s`).toBeLessThan(0.02);
  });
});

/** The middle of the energy. */
function centre(samples: Float32Array): number {
  let [sum, all] = [0, 0];
  samples.forEach((x, i) => {
    sum += x * x * i;
    all += x * x;
  });
  return sum / all;
}

test("chunks that are asked for out of order have no clicks where they meet", { timeout: 60_000 }, async () => {
  const sound = new StretchedSound(song(12, (t) => 0.3 * Math.sin(2 * Math.PI * 220 * t)), 0.9, here());
  await sound.load(3);
  await sound.load(2);
  const again = await sound.load(3); // from before
  await sound.load(1);
  const samples = [...(await sound.load(2))[0]![0]!, ...again[0]![0]!];
  let steepest = 0;
  for (let i = 1; i < samples.length; i++) {
    steepest = Math.max(steepest, Math.abs(samples[i]! - samples[i - 1]!));
  }
  expect(steepest).toBeLessThan(0.3 * 2 * Math.PI * 220 / RATE * 2.5);
});

test("what is silent stays silent, and a failure is told", { timeout: 60_000 }, async () => {
  const silent = new StretchedSound(song(1, () => 0), 2, here());
  expect((await whole(silent)).every((x) => x === 0)).toBe(true);
  const failing = new StretchedSound(song(1, () => 0), 2, { ask: () => Promise.resolve({ kind: "failed", reason: "no memory" }), close: () => {} });
  await expect(failing.load(0)).rejects.toThrow("no memory");
});

test("reading a sound at another pace moves its partials exactly, and lets none fold", { timeout: 60_000 }, async () => {
  const source = song(3, (t) => 0.3 * Math.sin(2 * Math.PI * 1000 * t) + 0.3 * Math.sin(2 * Math.PI * 18_000 * t));
  const faster = await whole(new ResampledSound(source, 1.5) as Playable); // 18 kHz would become 27
  for (let i = 2000; i < 40_000; i++) {
    expect(Math.abs(faster[i]! - 0.3 * Math.sin((2 * Math.PI * 1500 * i) / RATE)), `frame ${i}`).toBeLessThan(2e-4);
  }
});
