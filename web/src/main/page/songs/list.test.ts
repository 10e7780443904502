import { expect, test } from "vitest";
import type { Job } from "../api/client";
import { toWatch, withJob, withPage, withProgress } from "./list";

const job = (id: string, minute: number, more: Partial<Job> = {}): Job => ({
  id, state: "queued", progress: 0, name: id, createdAt: `2026-11-21T10:${String(minute).padStart(2, "0")}:00Z`,
  options: { keep: [], model: "", format: "wav", start: 0 }, model: { name: "m", version: "1" },
  input: { bytes: 1, sha256: "" }, reused: false, ...more,
});
const ids = (jobs: Job[]) => jobs.map((j) => j.id);

test("newest first, each job once", () => {
  expect(ids(withPage([job("a", 1)], [job("c", 3), job("b", 2), job("a", 1)], true, true))).toEqual(["c", "b", "a"]);
  expect(ids(withJob([job("b", 2), job("a", 1)], job("c", 3)))).toEqual(["c", "b", "a"]);
});

test("what left the first page was removed; what is on older pages stays", () => {
  const known = [job("d", 4), job("c", 3), job("b", 2), job("a", 1)];
  expect(ids(withPage(known, [job("d", 4), job("b", 2)], true, false))).toEqual(["d", "b", "a"]);
  expect(ids(withPage(known, [job("d", 4)], true, true))).toEqual(["d"]);
  expect(ids(withPage(known, [], true, true))).toEqual([]);
  expect(ids(withPage(known, [job("a", 1)], false, true))).toEqual(["d", "c", "b", "a"]);
});

test("progress never runs backwards, and forgets the queue when running", () => {
  const queued = [job("a", 1, { queue: { place: 2, running: 1 }, etaSeconds: 9 })];
  const running = withProgress(queued, { id: "a", state: "running", progress: 0.5, etaSeconds: 4 });
  expect(running[0]).toMatchObject({ state: "running", progress: 0.5, etaSeconds: 4 });
  expect(running[0]!.queue).toBeUndefined();
  expect(withProgress(running, { id: "a", state: "running", progress: 0.4 })[0]!.progress).toBe(0.5);
});

test("late news does not wake a job that has ended", () => {
  const done = [job("a", 1, { state: "done", progress: 1 })];
  expect(withProgress(done, { id: "a", state: "running", progress: 0.9 })).toEqual(done);
  expect(withProgress(done, { id: "b", state: "running", progress: 0.9 })).toEqual(done);
});

test("listened to are the running ones, then the next in line, three at most", () => {
  const jobs = [
    job("e", 5, { queue: { place: 4, running: 1 } }), job("d", 4, { queue: { place: 2, running: 1 } }),
    job("c", 3, { queue: { place: 1, running: 1 } }), job("b", 2, { state: "running" }), job("a", 1, { state: "done" }),
  ];
  expect(toWatch(jobs)).toEqual(["b", "c", "d"]);
});
