import { expect, test } from "vitest";
import { broken, limitOf, placeOf, scaleOf, sungSongs, unsungSongs } from "./gate-figures";
import type { GateReport } from "./learning";

const report: GateReport = {
  compared: { run: "r3", live: "x@1", candidate: "learnt@3", setSha256: "f".repeat(64), use: 2, seed: 1 },
  passed: false,
  conditions: [
    { name: "median difference in SDR", asked: "at least 0.00 dB", found: "0.20 dB", holds: true },
    { name: "lower end of its 95 % interval", asked: "above −0.10 dB", found: "−0.05 dB", holds: true },
    { name: "worst song", asked: "not below −0.50 dB", found: "−0.61 dB (Two)", holds: false },
    { name: "laws", asked: "all of them", found: "6 of 7", holds: false },
  ],
  interval: { median: 0.2, lower: -0.05, upper: 0.4 },
  songs: [
    { song: "One", liveSdrDb: 8, candidateSdrDb: 8.3 },
    { song: "Two", liveSdrDb: 7, candidateSdrDb: 6.39 },
    { song: "Drums", liveFalseVoiceDb: -40, candidateFalseVoiceDb: -38 },
    { song: "Silence", liveFalseVoiceDb: "-Infinity" as unknown as number, candidateFalseVoiceDb: "-Infinity" as unknown as number },
  ],
  laws: [
    { law: "nulling", asked: "at most −120 dBFS", found: "−90 dBFS", holds: false },
    { law: "length", asked: "the song's", found: "the song's", holds: true },
  ],
  judgedAt: "2026-11-30T00:00:00Z",
};

test("songs with a voice come by their difference, the worst first", () => {
  const [worst, best] = sungSongs(report);
  expect([worst!.song, best!.song]).toEqual(["Two", "One"]);
  expect(worst!.difference).toBeCloseTo(-0.61, 9);
});

test("songs without a voice stand apart, and silence that stays silent is no difference", () => {
  expect(unsungSongs(report).map((s) => [s.song, s.difference])).toEqual([["Drums", 2], ["Silence", 0]]);
});

test("every rule that is broken is named, a law by its own name", () => {
  expect(broken(report)).toEqual([
    { name: "worst song", asked: "not below −0.50 dB", found: "−0.61 dB (Two)" },
    { name: "nulling", asked: "at most −120 dBFS", found: "−90 dBFS" },
  ]);
  expect(broken({ ...report, laws: [] }).map((b) => b.name)).toEqual(["worst song", "laws"]);
});

test("limits are read from what was asked for", () => {
  expect(limitOf(report, "worst song")).toBe(-0.5);
  expect(limitOf(report, "median difference in SDR")).toBe(0);
  expect(limitOf(report, "laws")).toBeNull();
  expect(limitOf(report, "none such")).toBeNull();
});

test("the scale holds every figure, with no difference in its middle", () => {
  expect(scaleOf([])).toBeCloseTo(0.55, 9);
  expect(scaleOf([0.2, -2, Number.NEGATIVE_INFINITY, Number.NaN])).toBeCloseTo(2.2, 9);
  expect([placeOf(0, 2), placeOf(-2, 2), placeOf(1, 2), placeOf(Number.NEGATIVE_INFINITY, 2)]).toEqual([50, 0, 75, 0]);
});
