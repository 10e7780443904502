import { expect, test } from "vitest";
import type { Job, Model } from "../api/client";
import { toldApart } from "./same-name";

const NOW = new Date(2026, 10, 21, 12, 0);
const STUDIO = { name: "studio", version: "5", sha256: "" };
const STUDIO_4 = { name: "studio-4", version: "3", sha256: "" };
const models = [
  { name: "studio", version: "5", stems: ["vocals", "music"] },
  { name: "studio", version: "4", stems: ["vocals", "music"] },
  { name: "studio-4", version: "3", stems: ["vocals", "drums", "bass", "other"] },
] as Model[];

const job = (id: string, more: Partial<Omit<Job, "options">> & { options?: Partial<Job["options"]> } = {}): Job => ({
  id, state: "queued", progress: 0, name: "Song", createdAt: new Date(2026, 10, 21, 10, 5).toISOString(), model: STUDIO,
  input: { bytes: 1, sha256: "" }, reused: false, ...more,
  options: { keep: [], model: "", format: "wav", start: 0, ...more.options },
});
const apart = (...jobs: Job[]) => Object.fromEntries(toldApart(jobs, models, NOW));

test("a name that one song has says all", () => {
  expect(apart(job("a", { name: "A" }), job("b", { name: "B", model: STUDIO_4 }))).toEqual({});
});

test("stems that differ are enough, whether asked for, of the model, or there", () => {
  const done = job("c", {
    state: "done", model: STUDIO_4, options: { format: "flac", keep: ["drums", "bass"] },
    result: { stems: [{ name: "drums" }, { name: "bass" }] } as NonNullable<Job["result"]>,
  });
  expect(apart(job("a"), job("b", { model: STUDIO_4 }), done, job("d", { options: { keep: ["vocals"] } }))).toEqual({
    a: "Voice, music", b: "Voice, drums, bass, other", c: "Drums, bass", d: "Voice",
  });
});

test("a model that the server has no more is named instead of its stems", () => {
  expect(apart(job("a"), job("b", { model: { ...STUDIO, version: "3" } }))).toEqual({ a: "Voice, music", b: "studio 3" });
});

test("of the same stems the model, the part and the format are named, as far as they differ", () => {
  expect(apart(job("a"), job("b", { model: { ...STUDIO, version: "4" } }))).toEqual({ a: "studio 5", b: "studio 4" });
  expect(apart(job("a"), job("b", { options: { start: 30 } }), job("c", { options: { start: 30, duration: 65 } }))).toEqual({
    a: "whole song", b: "from 0:30", c: "0:30 – 1:35",
  });
  expect(apart(job("a"), job("b", { options: { format: "mp3" } }), job("c", { options: { bits: "32f" } }))).toEqual({
    a: "WAV", b: "MP3", c: "WAV 32 bit float",
  });
});

test("two traits, where one leaves some alike", () => {
  expect(apart(job("a"), job("b", { options: { format: "flac" } }), job("c", { model: STUDIO_4 }))).toEqual({
    a: "Voice, music · WAV", b: "Voice, music · FLAC", c: "Voice, drums, bass, other · WAV",
  });
});

test("if nothing else differs, it is the time: with a date if that is not today, with seconds in the same minute", () => {
  const at = (id: string, ...when: [number, number, number, number, number?]) => job(id, { createdAt: new Date(2026, ...when).toISOString() });
  const days = apart(at("a", 10, 21, 10, 5), at("b", 10, 20, 10, 5));
  expect(days.a).toMatch(/^10:05/);
  expect(days.b).toMatch(/20.*10:05/);
  const minute = apart(at("a", 10, 21, 10, 5, 7), at("b", 10, 21, 10, 5, 48));
  expect(minute.a).toMatch(/^10:05:07/);
  expect(minute.b).toMatch(/^10:05:48/);
});
