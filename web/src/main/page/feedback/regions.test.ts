import { expect, test } from "vitest";
import type { Region } from "../api/client";
import { MOST_REGIONS, tidy, withRegion, without } from "./regions";

const missed = (startSeconds: number, endSeconds: number): Region => ({ kind: "voice-missed", startSeconds, endSeconds });
const leaked = (startSeconds: number, endSeconds: number): Region => ({ kind: "music-leaked", startSeconds, endSeconds });

test("marks of one kind that overlap or touch become one", () => {
  expect(withRegion([missed(1, 3), missed(5, 6)], missed(2, 5), 100)).toEqual([missed(1, 6)]);
});

test("marks of two kinds may lie over each other", () => {
  expect(withRegion([missed(1, 3)], leaked(2, 5), 100)).toEqual([missed(1, 3), leaked(2, 5)]);
  expect(tidy([leaked(2, 5), missed(1, 3), missed(4, 6), leaked(5, 7)], 100)).toEqual([missed(1, 3), leaked(2, 7), missed(4, 6)]);
});

test("a mark drawn backwards or over the song's ends is turned and cut", () => {
  expect(withRegion([], missed(12, 8), 10)).toEqual([missed(8, 10)]);
  expect(withRegion([], leaked(-4, 2), 10)).toEqual([leaked(0, 2)]);
});

test("a slip of the pointer is no mark", () => {
  expect(withRegion([], missed(4, 4.04), 10)).toEqual([]);
  expect(withRegion([], missed(11, 12), 10)).toEqual([]);
});

test("taking one away leaves the others and the list it came from", () => {
  const all = [missed(1, 2), leaked(3, 4), missed(5, 6)];
  expect(without(all, 1)).toEqual([missed(1, 2), missed(5, 6)]);
  expect(all).toHaveLength(3);
});

test("never more than the server takes", () => {
  const many = Array.from({ length: 600 }, (_, i) => missed(i, i + 0.5));
  expect(tidy(many, 1000)).toHaveLength(MOST_REGIONS);
});
