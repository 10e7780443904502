import { expect, test } from "vitest";
import { clockText, columnsOf, following, inside, rulerStep, wholeSong, zoomed } from "./view";

const peaks = (points: [number, number][], perSecond = 10) => ({
  sample_rate: 44100,
  samples_per_pixel: 44100 / perSecond,
  length: points.length,
  data: points.flat(),
});

test("a column holds the extremes of all the points it covers", () => {
  const p = peaks([[-1, 2], [-64, 4], [-3, 127], [-4, 8]]);
  expect([...columnsOf(p, { start: 0, span: 0.4 }, 2)]).toEqual([-0.5, 4 / 128, -4 / 128, 127 / 128]);
  expect([...columnsOf(p, { start: 0, span: 0.4 }, 1)]).toEqual([-0.5, 127 / 128]);
});

test("a point that is wider than a column fills all of its columns", () => {
  const p = peaks([[-128, 64], [0, 0]]);
  expect([...columnsOf(p, { start: 0, span: 0.2 }, 4)]).toEqual([-1, 0.5, -1, 0.5, 0, 0, 0, 0]);
});

test("there is nothing beyond the song, nor in an empty one", () => {
  expect([...columnsOf(peaks([[-128, 127]]), { start: 0.5, span: 1 }, 2)]).toEqual([0, 0, 0, 0]);
  expect([...columnsOf(peaks([]), wholeSong(0), 1)]).toEqual([0, 0]);
  expect(columnsOf(peaks([[1, 1]]), wholeSong(1), 0)).toHaveLength(0);
});

test("zooming keeps what is under the pointer there", () => {
  const view = zoomed({ start: 0, span: 100 }, 0.5, 25, 100);
  expect(view).toEqual({ start: 12.5, span: 50 });
  expect((25 - view.start) / view.span).toBe(0.25);
  expect(zoomed(view, 10, 25, 100)).toEqual({ start: 0, span: 100 });
  expect(zoomed(view, 0.0001, 25, 100).span).toBe(1);
});

test("a view never leaves the song", () => {
  expect(inside({ start: 95, span: 10 }, 100)).toEqual({ start: 90, span: 10 });
  expect(inside({ start: -5, span: 10 }, 100)).toEqual({ start: 0, span: 10 });
  expect(inside({ start: 0, span: 500 }, 0.5)).toEqual({ start: 0, span: 0.5 });
});

test("the page is turned when the song runs out of it", () => {
  expect(following({ start: 0, span: 10 }, 9.9, 100)).toBeNull();
  expect(following({ start: 0, span: 10 }, 10, 100)).toEqual({ start: 9.5, span: 10 });
  expect(following({ start: 50, span: 10 }, 3, 100)).toEqual({ start: 2.5, span: 10 });
  expect(following({ start: 90, span: 10 }, 100, 100)).toBeNull();
});

test("ruler and clock", () => {
  expect(rulerStep(84, 0.1)).toBe(10);
  expect(rulerStep(1, 0.1)).toBe(0.1);
  expect(clockText(187)).toBe("3:07");
  expect(clockText(3723.9)).toBe("1:02:03");
  expect(clockText(7.4, true)).toBe("0:07.4");
  expect(clockText(59.97, true)).toBe("0:59.9");
  expect(clockText(-1)).toBe("0:00");
});
