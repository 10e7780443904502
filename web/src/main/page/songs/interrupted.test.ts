import { expect, test } from "vitest";
import { InterruptedUploads } from "./interrupted";

function storage(initial: string | null = null) {
  let stored = initial;
  return { getItem: () => stored, setItem: (_: string, value: string) => void (stored = value) };
}

const song = (upload: string, name = "a.wav") => ({ upload, name, size: 99, lastModified: 7, sent: 0, options: { keep: ["vocals"] } });

test("what was put is there after a reload, with how far it came", () => {
  const kept = storage();
  new InterruptedUploads(kept).put(song("u1"));
  new InterruptedUploads(kept).progress("u1", 42);
  expect(new InterruptedUploads(kept).all()).toEqual([{ ...song("u1"), sent: 42 }]);
});

test("what an earlier version of the page stored is read", () => {
  const { options, ...rest } = song("u1");
  expect(new InterruptedUploads(storage(JSON.stringify([{ ...rest, wishes: options }]))).all()).toEqual([song("u1")]);
});

test("only the same file goes on: name, size and date", () => {
  const uploads = new InterruptedUploads(storage());
  uploads.put(song("u1"));
  expect(uploads.of({ name: "a.wav", size: 99, lastModified: 7 })?.upload).toBe("u1");
  expect(uploads.of({ name: "a.wav", size: 98, lastModified: 7 })).toBeUndefined();
  expect(uploads.of({ name: "a.wav", size: 99, lastModified: 8 })).toBeUndefined();
  expect(uploads.of({ name: "b.wav", size: 99, lastModified: 7 })).toBeUndefined();
});

test("what is done is forgotten, and there are never more than 50", () => {
  const uploads = new InterruptedUploads(storage());
  for (let i = 0; i < 60; i++) {
    uploads.put(song(`u${i}`, `${i}.wav`));
  }
  expect(uploads.all()).toHaveLength(50);
  uploads.drop("u59");
  expect(uploads.all().map((u) => u.upload)).not.toContain("u59");
});

test.each(["{", "7", "null", '[{"upload":1}]', '[{"upload":"x","name":"n","size":1,"lastModified":1,"sent":0,"options":{}}]'])(
  "foreign content %s is no upload",
  (content) => expect(new InterruptedUploads(storage(content)).all()).toEqual([]),
);

test("a storage that is full or forbidden is no error", () => {
  const forbidden = {
    getItem: (): string | null => { throw new Error("SecurityError"); },
    setItem: () => { throw new Error("QuotaExceededError"); },
  };
  const uploads = new InterruptedUploads(forbidden);
  expect(() => uploads.put(song("u1"))).not.toThrow();
  expect(uploads.all()).toEqual([]);
});
