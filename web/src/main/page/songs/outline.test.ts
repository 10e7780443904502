import { expect, test } from "vitest";
import { encodeFrames, wavHeader } from "../player/wav";
import { type Outline, outlineOf, outlineOfPeaks, partOf, POINTS, pointsOf } from "./outline";

test("every sample is in one point, of whichever channel and sign", () => {
  expect([...pointsOf([Float32Array.of(0, 0.25, 0, 0), Float32Array.of(0, 0, 0, -0.5)], 2)]).toEqual([0.25, 0.5]);
  expect([...pointsOf([new Float32Array(0)], 2)]).toEqual([0, 0]);
});

test("a WAV forms from its beginning to its end", async () => {
  const frames = 2 * POINTS;
  const ramp = Float32Array.from({ length: frames }, (_, i) => -i / frames);
  const file = new Blob([wavHeader(1, 8000, frames), encodeFrames([ramp], 1)]);
  const shown: Outline[] = [];
  await outlineOf(file, (outline) => shown.push(outline));
  expect(shown[0]!.points[0]).toBeCloseTo(1 / frames, 5);
  expect(shown[0]!.points[POINTS - 1]).toBeNaN();
  const whole = shown.at(-1)!;
  expect(whole.seconds).toBeCloseTo(frames / 8000, 9);
  expect(whole.points.every((p, i) => Math.abs(p - (2 * i + 1) / frames) < 1e-5)).toBe(true);
});

test("a WAV that is cut short is drawn as far as it goes", async () => {
  const file = new Blob([wavHeader(1, 8000, 4000), encodeFrames([new Float32Array(1000).fill(0.5)], 1)]);
  const shown: Outline[] = [];
  await outlineOf(file, (outline) => shown.push(outline));
  expect(shown.at(-1)!.seconds).toBeCloseTo(0.125, 9);
  expect(shown.at(-1)!.points.every((p) => Math.abs(p - 0.5) < 1e-5)).toBe(true);
});

test("peaks of the server become points, fewer or more than there are", () => {
  expect(outlineOfPeaks([-128, 0, 0, 64], 2).points[0]).toBe(1);
  expect(outlineOfPeaks([-128, 0, 0, 64], 2).points[POINTS - 1]).toBe(0.5);
  const many = Array.from({ length: 4 * POINTS }, (_, i) => (i === 4 * POINTS - 1 ? 127 : 0));
  expect(outlineOfPeaks(many, 60).points[POINTS - 1]).toBeCloseTo(127 / 128, 6);
  expect(outlineOfPeaks([], 0).points.every((p) => p === 0)).toBe(true);
});

test("a part is drawn over the whole width", () => {
  const outline = { points: Float32Array.from({ length: 10 }, (_, i) => i / 10), seconds: 10 };
  expect(partOf(outline, 0, undefined)).toBe(outline);
  const part = partOf(outline, 5, 2);
  expect(part.seconds).toBe(2);
  expect(part.points[0]).toBeCloseTo(0.5, 6);
  expect(part.points[9]).toBeCloseTo(0.6, 6);
  expect(partOf(outline, 8, 100).seconds).toBe(2);
});
