import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LeftRemovals, type Removal, Removals, UNDO_SECONDS } from "./removals";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function started() {
  const told: Removal[][] = [];
  const done: string[] = [];
  const removals = new Removals((now) => told.push(now));
  const add = (id: string) =>
    removals.add({ id, name: id, kind: "song" }, (leaving) => done.push(`${id} gone${leaving ? ", leaving" : ""}`), () => done.push(`${id} back`));
  return { removals, told, done, add };
}

test("it is removed when the time to undo is over, each at its own time", () => {
  const { told, done, add } = started();
  add("a");
  vi.advanceTimersByTime(600 * UNDO_SECONDS);
  add("b");
  vi.advanceTimersByTime(600 * UNDO_SECONDS);
  expect(done).toEqual(["a gone"]);
  expect(told.at(-1)!.map((r) => r.id)).toEqual(["b"]);
});

test("undone, it is never removed", () => {
  const { removals, told, done, add } = started();
  add("a");
  removals.undo("a");
  vi.advanceTimersByTime(5000 * UNDO_SECONDS);
  removals.undo("a");
  expect(done).toEqual(["a back"]);
  expect(told.at(-1)).toEqual([]);
});

test("leaving the page finishes what was removed", () => {
  const { removals, done, add } = started();
  add("a");
  add("b");
  removals.finishAll();
  vi.advanceTimersByTime(5000 * UNDO_SECONDS);
  expect(done).toEqual(["a gone, leaving", "b gone, leaving"]);
});

function storage(content: string | null = null) {
  return { content, getItem: () => content, setItem: (_: string, value: string) => void (content = value) };
}

test("the next page learns once what was removed while this one was left", () => {
  const kept = storage();
  new LeftRemovals(kept).put("a");
  new LeftRemovals(kept).put("b");
  const next = new LeftRemovals(kept);
  expect(next.take()).toEqual(["a", "b"]);
  expect(next.take()).toEqual([]);
});

test("a storage that is off, full or somebody else's is no error", () => {
  expect(new LeftRemovals(storage("{")).take()).toEqual([]);
  expect(new LeftRemovals(storage('[1, "a"]')).take()).toEqual(["a"]);
  const off = () => {
    throw new Error("off");
  };
  const left = new LeftRemovals({ getItem: off, setItem: off });
  left.put("a");
  expect(left.take()).toEqual([]);
});
