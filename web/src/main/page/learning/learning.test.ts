import { expect, test } from "vitest";
import { viewOf } from "../views";
import { Comparison, positionAfter } from "./comparison";
import { revocations, sentenceOfEntry } from "./events";
import type { HistoryEntry, Learning, Run } from "./learning";
import { loadPassage, soundName } from "./passage-sounds";
import { whyNotPromotable, whyNotRollback } from "./promotable";

const learning: Learning = { on: true, live: { model: "x@1" }, schedule: { everyHours: 0, minHours: 1, promotes: false } };
const run = (more: Partial<Run>): Run => ({ id: "a".repeat(26), state: "passed", until: "gate", who: "anna", createdAt: "2026-11-30T00:00:00Z", paused: false, promotable: false, model: "learnt@3", base: "x@1", ...more });
const entry = (kind: HistoryEntry["kind"], details: Record<string, unknown>): HistoryEntry =>
  ({ number: 1, at: "2026-11-30T00:00:00Z", who: "anna", kind, key: `${kind}:1`, details, previous: "", sha256: "" });

test("each part of the page has its address", () => {
  expect(viewOf("#/learning")).toEqual({ kind: "learning", part: "" });
  expect(viewOf("#/learning/history")).toEqual({ kind: "learning", part: "history" });
  expect(viewOf("#/learning/else")).toEqual({ kind: "first" });
});

test("why a run cannot be promoted is said", () => {
  expect(whyNotPromotable(run({ promotable: true }), learning)).toBeNull();
  expect(whyNotPromotable(run({ model: "x@1" }), learning)).toBe("x@1 is in use already.");
  expect(whyNotPromotable(run({ base: "old@1" }), learning)).toBe("It was compared with old@1, which is not in use any more. Begin a new run.");
  expect(whyNotPromotable(run({ state: "refused" }), learning)).toBe("The gate refused it; the rules below say why.");
  expect(whyNotPromotable(run({ state: "training" }), learning)).toBe("Only what passed the gate can be promoted, and it is not judged yet.");
  expect(whyNotPromotable(run({ state: "collected" }), learning)).toBe("This run made data and no model.");
  expect(whyNotPromotable(run({ state: "stopped" }), learning)).toBe("It did not come to the gate.");
});

test("rolling back needs something to go back to", () => {
  expect(whyNotRollback(learning)).toBe("Nothing was promoted since the last time, so there is nothing to go back to.");
  expect(whyNotRollback({ ...learning, previous: { model: "x@0" } })).toBeNull();
});

test("entries of the history are sentences", () => {
  const says = (kind: HistoryEntry["kind"], details: Record<string, unknown>) => sentenceOfEntry(entry(kind, details));
  expect(says("data", { data: 2, songs: 1 })).toBe("Version 2 of the data was made, of 1 song.");
  expect(says("run", { run: "r1", base: "x@1", model: "learnt@1", data: 2 })).toBe("Run r1 fine-tuned x@1 on version 2: learnt@1.");
  expect(says("gate", { passed: false, candidate: "learnt@1", live: "x@1", use: 3 })).toBe("The gate refused learnt@1 against x@1, at look 3 at its songs.");
  expect(says("candidate", { model: "learnt@1" })).toBe("learnt@1 became the candidate.");
  expect(says("promotion", { model: "learnt@1", before: "x@1" })).toBe("learnt@1 took the place of x@1.");
  expect(says("rollback", { model: "learnt@1", after: "x@1" })).toBe("learnt@1 was taken back; x@1 is in use again.");
  expect(says("revocation", { song: "0123456789", versions: [1, 2], models: ["learnt@1"] })).toBe("Song 01234567 was taken back; it was in version 1, 2 and is still in learnt@1.");
  expect(says("decision", {})).toBe("decision (decision:1)");
});

test("what was taken back names the models that it is still in", () => {
  expect(revocations([entry("gate", {}), entry("revocation", { song: "0123456789", versions: [1], models: [] })]))
    .toEqual([{ song: "01234567", at: "2026-11-30T00:00:00Z", versions: ["1"], models: [] }]);
});

/** A WAV of 16 bits, mono. */
function wav(frames: number, sampleRate: number): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(44 + 2 * frames));
  [..."RIFF____WAVEfmt ____________________data"].forEach((c, i) => view.setUint8(i, c.charCodeAt(0)));
  view.setUint32(16, 16, true);
  [1, 1].forEach((n, i) => view.setUint16(20 + 2 * i, n, true));
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, 2 * sampleRate, true);
  [2, 16].forEach((n, i) => view.setUint16(32 + 2 * i, n, true));
  view.setUint32(40, 2 * frames, true);
  view.setInt16(44, 0x4000, true);
  return view.buffer;
}

function server(frames: (path: string) => number) {
  const asked: string[] = [];
  const client = { ask: async (path: string) => { asked.push(path); return new Response(wav(frames(path), 8000)); } };
  return { asked, client };
}

test("the song is asked for first, then both models' stems; without a candidate one model's", async () => {
  const { asked, client } = server(() => 4000);
  const sounds = await loadPassage(client, "p", true, new AbortController().signal);
  expect(asked[0]).toBe("learning/passages/p/audio/mix.song.wav");
  expect(sounds.map((s) => s.name)).toEqual(["mix.song", "a.vocals", "a.music", "b.vocals", "b.music"]);
  expect(sounds[1]!.channels[0]![0]).toBe(0.5);
  expect(new Comparison(sounds).seconds).toBe(0.5);
  expect((await loadPassage(client, "p", false, new AbortController().signal)).map((s) => s.name)).toEqual(["mix.song", "a.vocals", "a.music"]);
  expect([soundName("b", "song"), soundName("b", "music")]).toEqual(["mix.song", "b.music"]);
});

test("sounds of different lengths are refused: they could not be compared", async () => {
  const { client } = server((path) => (path.endsWith("b.music.wav") ? 3999 : 4000));
  await expect(loadPassage(client, "p", true, new AbortController().signal)).rejects.toThrow("expected 4000 frames at 8000 Hz in b.music, found 3999 at 8000 Hz");
});

test("a sound that repeats itself is where it began, and on from there", () => {
  expect(positionAfter(1, -0.05, 4)).toBe(1); // it has not begun yet
  expect(positionAfter(3.5, 1, 4)).toBe(0.5);
  expect(positionAfter(0, 8, 4)).toBe(0);
  expect(positionAfter(0, 1, 0)).toBe(0);
});
