import { expect, test } from "vitest";
import { StemEnergy, VoiceMedian, VoiceTracker } from "./voice";

function spans(scores: readonly number[], seconds = 0.1, end = scores.length * seconds) {
  const tracker = new VoiceTracker();
  scores.forEach((score, t) => tracker.heard(t * seconds, (t + 1) * seconds, score));
  return tracker.timeline(end).map(({ startSeconds, endSeconds }) => [startSeconds.toFixed(2), endSeconds.toFixed(2)]);
}

test("voice begins at 0.6 and lasts until it falls below 0.4", () => {
  expect(spans([0.5, 0.6, 0.5, 0.4, 0.39, 0.5, 0, 0])).toEqual([["0.10", "0.40"]]);
});

test("short pauses are bridged, short voices dropped, what is after the song cut", () => {
  expect(spans([0.9, 0.9, 0, 0, 0.9, 0.9, 0, 0, 0, 0.9, 0.9])).toEqual([["0.00", "0.60"], ["0.90", "1.10"]]);
  expect(spans([0, 0.9, 0, 0, 0, 0, 0, 0.9, 0.9], 0.06)).toEqual([["0.42", "0.54"]]); // 0.06 s is no voice
  expect(spans([0, 0.9, 0.9, 0.9], 0.1, 0.25)).toEqual([["0.10", "0.25"]]);
  expect(spans([0.9], 0.1, 0)).toEqual([]);
  expect(spans([NaN, NaN])).toEqual([]);
});

/** Frames of 0.1 s, a window of five. */
function medians(...probabilities: number[]): string[] {
  const told: string[] = [];
  const median = new VoiceMedian(0.4, (start, end, p) => told.push(`${start.toFixed(1)}-${end.toFixed(1)} ${p.toFixed(1)}`));
  probabilities.forEach((p, t) => median.heard(0.1 * t, 0.1 * (t + 1), p));
  median.finish();
  return told;
}

test("every frame is told once, with the median around it", () => {
  expect(medians(0.9, 0.2, 0.8, 0.7, 0, 0.1)).toEqual([
    "0.0-0.1 0.2", // of 0, 0, 0.9, 0.2, 0.8
    "0.1-0.2 0.7", "0.2-0.3 0.7", "0.3-0.4 0.2", "0.4-0.5 0.1", "0.5-0.6 0.0",
  ]);
});

test("a lone frame is no voice, nor is a lone silence a pause", () => {
  expect(medians(0, 0, 0, 1, 0, 0, 0)[3]).toBe("0.3-0.4 0.0");
  expect(medians(1, 1, 1, NaN, 1, 1, 1)[3]).toBe("0.3-0.4 1.0");
});

test("short songs are told whole", () => {
  expect(medians()).toEqual([]);
  expect(medians(1)).toEqual(["0.0-0.1 0.0"]);
  expect(medians(1, 1, 1)).toHaveLength(3);
});

test("no window is refused", () => {
  expect(() => new VoiceMedian(0, () => {})).toThrow("seconds must be above 0, were 0");
});

test("a model's own thresholds count", () => {
  const tracker = new VoiceTracker({ on: 0.3, off: 0.1 });
  [0.2, 0.3, 0.1, 0.05].forEach((score, t) => tracker.heard(t, t + 1, score));
  expect(tracker.timeline(4)).toEqual([{ startSeconds: 1, endSeconds: 3 }]);
});

test("the louder the vocal stem against the song, the likelier is a voice", () => {
  const told: number[] = [];
  const energy = new StemEnergy(1000, 1, (start, end, probability) => {
    expect(end - start).toBeCloseTo(0.02);
    told.push(probability);
  });
  const constant = (level: number) => [new Float32Array(200).fill(level)];
  energy.add(constant(0.5), constant(0.5), 200);
  energy.add(constant(0.01), constant(0.5), 200);
  energy.add(constant(0.0005), constant(0.0005), 200); // below −60 dBFS
  energy.finish();
  expect(told.length).toBe(30);
  expect(told[5]).toBeCloseTo(1 / (1 + Math.exp(-20 / 3)), 6);
  expect(told[15]).toBeCloseTo(1 / (1 + Math.exp((20 * Math.log10(50) - 20) / 3)), 4);
  expect(told[25]).toBe(0);
});
