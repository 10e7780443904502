import { expect, test } from "vitest";
import { extentOf, pathOf, smoothed } from "./plot";

const line = (...ys: number[]) => ys.map((y, x) => ({ x, y }));

test("a mean over a window keeps what is straight, and calms what jumps", () => {
  expect(smoothed(line(3, 3, 3, 3), 0.5)).toEqual(line(3, 3, 3, 3));
  expect(smoothed(line(0, 3, 0, 3, 0, 3), 1 / 3).map((p) => p.y)).toEqual([1.5, 1, 2, 1, 2, 1.5]);
  expect(smoothed(line(1, 9), 0.05)).toEqual(line(1, 9)); // too few for a window
  expect(smoothed([], 0.05)).toEqual([]);
});

test("a path runs from the left edge to the right one, the largest value at the top", () => {
  const points = line(1, 3, 2);
  expect(pathOf(points, extentOf(points), 600, 100)).toBe("M0 100L300 0L600 50");
});

test("one point and a flat curve have a place", () => {
  expect(pathOf(line(5), extentOf(line(5)), 600, 100)).toBe("M0 50");
  expect(pathOf(line(0, 0), extentOf(line(0, 0)), 600, 100)).toBe("M0 50L600 50");
});
