import { expect, test } from "vitest";
import { loopBetween, nextStretch, Schedule } from "./timeline";

function heard(from: number, count: number, frames: number, chunk: number, loop: { start: number; end: number } | null) {
  const out: number[] = [];
  let position = from;
  while (out.length < count) {
    const stretch = nextStretch(position, frames, chunk, loop);
    if (!stretch) {
      break;
    }
    for (let i = 0; i < stretch.frames; i++) {
      out.push(stretch.start + i);
    }
    position = stretch.next;
  }
  return out.slice(0, count);
}

test.each([1, 3, 10, 64, 1000])("every frame sounds once and in order, in chunks of %i", (chunk) => {
  expect(heard(0, 100, 37, chunk, null)).toEqual(Array.from({ length: 37 }, (_, i) => i));
});

test.each([1, 3, 10, 64])("a loop repeats its frames exactly, in chunks of %i", (chunk) => {
  expect(heard(5, 12, 37, chunk, { start: 7, end: 11 })).toEqual([5, 6, 7, 8, 9, 10, 7, 8, 9, 10, 7, 8]);
});

test("a loop up to the song's last frame repeats", () => {
  expect(heard(8, 6, 10, 4, { start: 7, end: 10 })).toEqual([8, 9, 7, 8, 9, 7]);
});

test("past the loop the song runs on to its end", () => {
  expect(heard(12, 100, 15, 4, { start: 7, end: 11 })).toEqual([12, 13, 14]);
});

test("no stretch crosses a chunk, the loop's end or the song's", () => {
  expect(nextStretch(5, 100, 10, null)).toEqual({ start: 5, frames: 5, next: 10 });
  expect(nextStretch(5, 100, 10, { start: 2, end: 8 })).toEqual({ start: 5, frames: 3, next: 2 });
  expect(nextStretch(95, 99, 10, null)).toEqual({ start: 95, frames: 4, next: 99 });
  expect(nextStretch(99, 99, 10, null)).toBeNull();
  expect(nextStretch(0, 0, 10, null)).toBeNull();
});

test("stretches join without a gap, and the position follows the clock through a loop", () => {
  const schedule = new Schedule(1000);
  expect(schedule.append(500, 250, 2)).toBe(2);
  expect(schedule.append(300, 450, 99)).toBe(2.25); // right after the first, whatever was asked
  expect(schedule.end()).toBeCloseTo(2.7, 12);
  expect(schedule.positionAt(1)).toBe(500);
  expect(schedule.positionAt(2.1)).toBe(600);
  expect(schedule.positionAt(2.249)).toBe(749);
  expect(schedule.positionAt(2.25)).toBe(300);
  expect(schedule.positionAt(9)).toBe(750);
  schedule.forget(2.3);
  expect(schedule.positionAt(2.35)).toBe(400);
  schedule.forget(50);
  expect(schedule.positionAt(60)).toBe(750); // the end is remembered
});

test("a new plan joins at the sample where the old one is cut", () => {
  const schedule = new Schedule(1000);
  schedule.append(0, 600, 1);
  schedule.append(600, 600, 0);
  schedule.cut(1.25);
  expect(schedule.end()).toBeCloseTo(1.25, 12);
  expect(schedule.append(250, 100, 0)).toBeCloseTo(1.25, 12);
  expect(schedule.positionAt(1.2)).toBe(200);
  expect(schedule.positionAt(1.3)).toBe(300);
});

test("an empty schedule is at the start", () => {
  expect(new Schedule(44100).positionAt(5)).toBe(0);
  expect(new Schedule(44100).end()).toBe(Number.NEGATIVE_INFINITY);
});

test("a loop is drawn in either direction, stays in the song, and is refused when too short", () => {
  expect(loopBetween(900, 200, 1000, 1000)).toEqual({ start: 200, end: 900 });
  expect(loopBetween(-5, 5000, 1000, 1000)).toEqual({ start: 0, end: 1000 });
  expect(loopBetween(200, 299, 1000, 1000)).toBeNull();
  expect(loopBetween(200, 300, 1000, 1000)).toEqual({ start: 200, end: 300 });
});
