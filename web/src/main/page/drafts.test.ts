import { expect, test } from "vitest";
import { Drafts } from "./drafts";
import { flat } from "./player/balance";

function storage(text: string | null = null) {
  return { text, getItem: () => text, setItem(_key: string, value: string) { text = value; } };
}

const feedback = { verdicts: { vocals: "good" as const }, regions: [{ kind: "voice-missed" as const, startSeconds: 1, endSeconds: 2 }], consent: false, comment: "x" };

test("a draft is found again, and its parts are changed one by one", () => {
  const drafts = new Drafts(storage());
  drafts.put("a", { strips: [{ ...flat(), volumeDb: -3 }], loop: { start: 10, end: 20 }, looping: true });
  drafts.put("b", { feedback });
  drafts.put("a", { loop: undefined, looping: undefined });
  expect(drafts.of("a")).toEqual({ strips: [{ ...flat(), volumeDb: -3 }] });
  expect(drafts.of("b")).toEqual({ feedback });
  const facts = { change: { tempo: 0.8, semitones: -2 }, beats: { bpm: 120, beats: [0, 0.5], perBar: 4, firstOfBar: 1 }, key: { tonic: 2, minor: false, sure: 0.5 } };
  drafts.put("a", { strips: undefined, ...facts });
  expect(drafts.of("a")).toEqual(facts);
  drafts.drop("a");
  expect(drafts.of("a")).toEqual({});
  drafts.put("b", { feedback: undefined });
  expect(drafts.of("b")).toEqual({});
});

test("the oldest of too many songs are forgotten", () => {
  const drafts = new Drafts(storage());
  for (let i = 0; i < 61; i++) {
    drafts.put(`job ${i}`, { looping: true });
  }
  expect(drafts.of("job 0")).toEqual({});
  expect(drafts.of("job 1")).toEqual({ looping: true });
});

test("what another version or another program wrote is left out", () => {
  for (const text of ["no JSON", "{}", "[1, null]", '[{"job":"a","draft":null}]']) {
    expect(new Drafts(storage(text)).of("a")).toEqual({});
  }
  const draft = { strips: [{ volumeDb: 60, pan: 0, mute: false, solo: false }], loop: { start: 5, end: 5 }, looping: "yes", feedback: { ...feedback, regions: [{ kind: "x" }] },
    change: { tempo: 9, semitones: 0 }, beats: { bpm: 120, beats: [1, 0.5], perBar: 4, firstOfBar: 0 }, key: { tonic: 12, minor: true, sure: 1 } };
  expect(new Drafts(storage(JSON.stringify([{ job: "a", draft }]))).of("a")).toEqual({});
});

test("without storage nothing breaks", () => {
  const off = { getItem: () => { throw new Error("off"); }, setItem: () => { throw new Error("off"); } };
  const drafts = new Drafts(off);
  drafts.put("a", { looping: true });
  expect(drafts.of("a")).toEqual({});
});
