import { afterEach, expect, test, vi } from "vitest";
import { SongFailure } from "./failure";
import { Downloads } from "./network";

afterEach(() => vi.unstubAllGlobals());

/** A host that sends its files in halves, the smaller ones first. */
const files: Record<string, number> = { runtime: 8, model: 6, voice: 2 };
const host = (address: string) => {
  const size = files[address];
  if (size === undefined) {
    return Promise.resolve(new Response("", { status: 404 }));
  }
  const body = new ReadableStream({
    async start(controller) {
      for (let half = 0; half < 2; half++) {
        await new Promise((next) => setTimeout(next, size));
        controller.enqueue(new Uint8Array(size / 2));
      }
      controller.close();
    },
  });
  return Promise.resolve(new Response(body, { headers: { "Content-Length": String(size) } }));
};

test("files that belong together are told of as one, to the last byte of all", async () => {
  vi.stubGlobal("fetch", host);
  const told: number[][] = [];
  const downloads = new Downloads((...news) => told.push(news));
  const got = await Promise.all(["runtime", "model", "voice"].map((address) => downloads.of(address)));
  expect(got.map((bytes) => bytes.length)).toEqual([8, 6, 2]);
  expect(told.at(-1)).toEqual([16, 16]);
  expect(told.every(([loaded, total], i) => loaded! <= 16 && loaded! > (told[i - 1]?.[0] ?? 0) && [0, 16].includes(total!))).toBe(true); // 0 until all have said theirs
});

test("a file that is not there is told of no more", async () => {
  vi.stubGlobal("fetch", host);
  const told: number[][] = [];
  const downloads = new Downloads((...news) => told.push(news));
  const [model, none] = await Promise.allSettled(["model", "none"].map((address) => downloads.of(address)));
  expect(model!.status).toBe("fulfilled");
  expect((none as PromiseRejectedResult).reason).toBeInstanceOf(SongFailure);
  expect(told.at(-1)).toEqual([6, 6]);
});
