import { expect, test } from "vitest";
import { amplitude, flat, gainsOf, isFlat, Loudness, matchingGain, mixInto, panMatrix } from "./balance";

const noise = (frames: number, seed: number) => {
  let state = seed;
  return Float32Array.from({ length: frames }, () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
};

test("solo silences the others, mute silences even what is soloed", () => {
  const [a, b, c] = [flat(), flat(), flat()];
  expect(gainsOf([a, b, c])).toEqual([1, 1, 1]);
  expect(gainsOf([{ ...a, solo: true }, b, c])).toEqual([1, 0, 0]);
  expect(gainsOf([{ ...a, solo: true, mute: true }, b, { ...c, solo: true }])).toEqual([0, 0, 1]);
  expect(gainsOf([{ ...a, volumeDb: -60 }, { ...b, volumeDb: 6 }])).toEqual([0, 10 ** 0.3]);
  expect(isFlat([a, b])).toBe(true);
  expect(isFlat([a, { ...b, pan: 0.1 }])).toBe(false);
});

test("pan follows the law of a stereo StereoPannerNode", () => {
  expect(panMatrix(0)).toEqual([1, Math.cos(Math.PI / 2), 0, 1]);
  const left = panMatrix(-1);
  expect(left[0]).toBe(1); // left stays
  expect(left[1]).toBeCloseTo(1); // right goes over
  expect(left[3]).toBeCloseTo(0);
  const right = panMatrix(1);
  expect(right[0]).toBeCloseTo(0);
  expect(right[2]).toBeCloseTo(1);
  expect(right[3]).toBe(1);
  const half = panMatrix(-0.5);
  expect(half[1] ** 2 + half[3] ** 2).toBeCloseTo(1, 12); // equal power
});

test("stems at their own level sum to the song", () => {
  const song = [noise(500, 1), noise(500, 2)];
  const voice = [noise(500, 3), noise(500, 4)];
  const music = song.map((channel, c) => channel.map((x, i) => x - voice[c]![i]!));
  const out = [new Float32Array(500), new Float32Array(500)];
  mixInto(out, voice, 1, 0);
  mixInto(out, music, 1, 0);
  for (let c = 0; c < 2; c++) {
    out[c]!.forEach((x, i) => expect(Math.abs(x - song[c]![i]!)).toBeLessThan(1e-6)); // float
  }
});

test("a mono stem sounds on both sides", () => {
  const out = [new Float32Array(3), new Float32Array(3)];
  mixInto(out, [Float32Array.from([0.1, 0.2, 0.3])], 2, 0);
  expect(out[0]![1]).toBeCloseTo(0.4, 6);
  expect(out[1]![1]).toBeCloseTo(0.4, 6);
});

test("the power of a balance is what mixing and measuring gives", () => {
  const chunk = [[noise(8000, 5), noise(8000, 6)], [noise(8000, 7), noise(8000, 8)]];
  const loudness = new Loudness(2);
  loudness.add(chunk, 20000); // one block
  const gains = [0.5, -0.25];
  let sum = 0;
  let count = 0;
  for (let i = 0; i < 8000; i += 4, count++) {
    for (let c = 0; c < 2; c++) {
      sum += (gains[0]! * chunk[0]![c]![i]! + gains[1]! * chunk[1]![c]![i]!) ** 2;
    }
  }
  expect(loudness.power(gains)).toBeCloseTo(sum / count, 9);
});

test("silence between phrases does not make a voice seem quiet", () => {
  const phrase = noise(4000, 9);
  const always = new Loudness(1);
  always.add([[phrase]], 10000);
  const seldom = new Loudness(1);
  seldom.add([[phrase]], 10000);
  seldom.add([[new Float32Array(40000)]], 10000);
  expect(seldom.power([1])).toBeCloseTo(always.power([1]), 12);
});

test("the original is turned to the level of the balance, within limits", () => {
  const loudness = new Loudness(2);
  loudness.add([[noise(40000, 1)], [noise(40000, 2)]], 10000);
  const quiet = matchingGain(loudness, [0.5, 0.5], [1, 1]);
  expect(quiet).toBeCloseTo(0.5, 6);
  expect(matchingGain(loudness, [1, 1], [1, 1])).toBeCloseTo(1, 12);
  expect(matchingGain(loudness, [0, 0], [1, 1])).toBe(1);
  expect(matchingGain(loudness, [9, 9], [1, 1])).toBe(amplitude(6));
  expect(matchingGain(loudness, [0.0001, 0.0001], [1, 1])).toBe(1); // under −70 dB: nothing to match
  expect(matchingGain(new Loudness(2), [1, 1], [1, 1])).toBe(1);
});
