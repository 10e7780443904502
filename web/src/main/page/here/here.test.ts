import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Model } from "../api/client";
import { Here } from "./here";
import type { HereRecord } from "./records";
import type { News, Order } from "./work";

/** What pages of one browser share: storage, locks by name, and folders. */
class Browser {
  readonly items = new Map<string, string>();
  readonly locks = new Map<string, Promise<unknown>>();
  readonly folders = new Set<string>();

  readonly storage = {
    getItem: (key: string) => this.items.get(key) ?? null,
    setItem: (key: string, value: string) => void this.items.set(key, value),
    removeItem: (key: string) => void this.items.delete(key),
    key: (i: number) => [...this.items.keys()][i] ?? null,
    length: 0,
  };

  readonly navigator = {
    locks: {
      request: (name: string, ...rest: unknown[]) => {
        const work = rest.at(-1) as () => Promise<unknown>;
        const held = (this.locks.get(name) ?? Promise.resolve()).then(work);
        this.locks.set(name, held);
        void held.finally(() => this.locks.get(name) === held && this.locks.delete(name));
        return held;
      },
      query: () => Promise.resolve({ held: [...this.locks.keys()].map((name) => ({ name })) }),
    },
    storage: {
      getDirectory: () => Promise.resolve({ getDirectoryHandle: () => Promise.resolve({
        keys: () => this.folders.values(),
        removeEntry: (name: string) => Promise.resolve(void this.folders.delete(name)),
        getDirectoryHandle: () => Promise.reject(new DOMException("", "NotFoundError")),
      }) }),
    },
  };

  record(id: string): HereRecord {
    return JSON.parse(this.items.get(`isolator.here.${id}`)!) as HereRecord;
  }
}

class FakeWorker {
  static all: FakeWorker[] = [];
  onmessage: (e: { data: News }) => void = () => {};
  onerror: (e: { message: string }) => void = () => {};
  readonly orders: Order[] = [];
  ended = false;

  constructor() {
    FakeWorker.all.push(this);
  }

  postMessage(order: Order): void {
    this.orders.push(order);
  }

  terminate(): void {
    this.ended = true;
  }

  say(news: News): void {
    this.onmessage({ data: news });
  }
}

const model: Model = { id: "studio@1", name: "studio", version: "1", family: "studio", stems: ["vocals", "music"], parameters: 1, licence: "", origin: "built-in", default: true, metrics: [] };
const card = {
  name: "studio", version: "1", family: "studio", stems: ["vocals", "music"], licence: "", sha256: "ab", parameters: 1,
  sampleRate: 44100, fftLength: 256, hopLength: 64, lookBackFrames: 4, lookAheadFrames: 4, frameMultiple: 4,
};
const voiceCard = { ...card, name: "voice-activity", stems: [], contract: "voice", sha256: "cd" };
const done: News = {
  kind: "done", input: { bytes: 1, sha256: "", seconds: 1 },
  result: { stems: [], mix: { name: "mix", channels: 1, files: { wav: "", flac: "", mp3: "" }, peaks: "" }, sampleRate: 1, frames: 1, seconds: 1, gainDb: 0, elapsedSeconds: 1, notes: [], zip: "" },
};
const song = (name: string) => new File(["x"], name);
const settle = () => vi.waitFor(() => new Promise((next) => setTimeout(next, 5)));

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
  Object.defineProperty(browser.storage, "length", { get: () => browser.items.size });
  FakeWorker.all = [];
  vi.stubGlobal("navigator", browser.navigator);
  vi.stubGlobal("localStorage", browser.storage);
  vi.stubGlobal("Worker", FakeWorker);
  vi.stubGlobal("document", { baseURI: "http://localhost/" });
  vi.stubGlobal("addEventListener", () => {});
  vi.stubGlobal("fetch", (address: string) =>
    Promise.resolve(address.endsWith("/models/studio-1.json") ? Response.json(card) : new Response("", { status: 404 })));
});
afterEach(() => vi.unstubAllGlobals());

function opened(): Here {
  const here = new Here(() => {});
  here.start();
  return here;
}
const states = (here: Here) => here.jobs.map((job) => [job.name, job.state]).sort();

test("songs are taken apart one after another, by one worker", async () => {
  const here = opened();
  const [a] = here.add([song("A.wav"), song("B.wav")], { keep: [] }, model);
  await settle();
  const worker = FakeWorker.all[0]!;
  expect(states(here)).toEqual([["A", "running"], ["B", "queued"]]);
  expect(worker.orders.map((order) => [order.id, order.file?.size, order.addresses.model])).toEqual([[a, 1, "http://localhost/models/studio-1.onnx?ab"]]);
  worker.say({ kind: "kept" });
  worker.say({ kind: "fetching", loaded: 1, total: 4 });
  expect(here.jobs.find((job) => job.id === a)?.fetched).toBe(0.25);
  worker.say({ kind: "working", share: 0.5 });
  expect(here.job(a!)).toMatchObject({ state: "running", progress: 0.5 });
  worker.say(done);
  await settle();
  expect(states(here)).toEqual([["A", "done"], ["B", "running"]]);
  expect(FakeWorker.all).toHaveLength(1);
  expect(browser.record(a!)).toMatchObject({ kept: true, job: { state: "done", progress: 1 } });
});

test("a song that is cancelled ends the worker, and the next one gets a new one", async () => {
  const here = opened();
  const [a, b] = here.add([song("A.wav"), song("B.wav")], { keep: [] }, model);
  await settle();
  here.cancel(a!);
  await settle();
  expect(FakeWorker.all.map((worker) => [worker.ended, worker.orders[0]!.id])).toEqual([[true, a], [false, b]]);
  FakeWorker.all[0]!.say(done); // too late
  expect(here.job(a!)?.state).toBe("cancelled");
  await here.remove(a!);
  expect(states(here)).toEqual([["B", "running"]]);
});

test("the model that says where somebody sings goes along with every song, whatever its version, and with none where there is none", async () => {
  const known = { "http://localhost/models/studio-1.json": Response.json(card), "http://localhost/models/voice.json": Response.json(voiceCard) };
  vi.stubGlobal("fetch", (address: keyof typeof known) => Promise.resolve(known[address].clone()));
  const here = opened();
  here.add([song("A.wav")], { keep: [] }, model);
  await settle();
  const { voice } = FakeWorker.all[0]!.orders[0]!;
  expect(voice).toMatchObject({ card: { name: "voice-activity", version: "1" }, addresses: { model: "http://localhost/models/voice-activity-1.onnx?cd" } });
  FakeWorker.all[0]!.say(done);
  for (const none of [() => Promise.resolve(new Response("", { status: 404 })), () => Promise.reject(new TypeError("offline")), () => Promise.resolve(new Response("<html>"))]) {
    vi.stubGlobal("fetch", (address: string) => (address.endsWith("voice.json") ? none() : Promise.resolve(Response.json(card))));
    here.add([song("B.wav")], { keep: [] }, model);
    await settle();
    expect(FakeWorker.all[0]!.orders.at(-1)!.voice).toBeNull();
    FakeWorker.all[0]!.say(done);
  }
});

test("a recording is listened to as well", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json(voiceCard)));
  const here = opened();
  const { id } = here.record("Live", model, ["vocals", "music"], 48000);
  FakeWorker.all[0]!.say({ kind: "written" } as unknown as News);
  await settle();
  expect(FakeWorker.all[1]!.orders).toMatchObject([{ kind: "complete", id, voice: { card: { name: "voice-activity" } } }]);
});

test("failures and the end of the worker are told", async () => {
  const here = opened();
  const [a, b] = here.add([song("A.wav"), song("B.wav")], { keep: [] }, model);
  await settle();
  FakeWorker.all[0]!.say({ kind: "failed", failure: { kind: "corrupt", reason: "cut short", truncated: true } });
  await settle();
  expect(here.job(a!)?.failure).toEqual({ kind: "corrupt", reason: "cut short", truncated: true });
  FakeWorker.all[0]!.onerror({ message: "" });
  await settle();
  expect(here.job(b!)?.failure).toEqual({ kind: "crash", reason: "The browser ended the work, perhaps for want of memory" });
});

test("a model that is not offered for the browser is said", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("", { status: 404 })));
  const here = opened();
  const [a] = here.add([song("A.wav")], { keep: [] }, model);
  await settle();
  expect(here.job(a!)?.failure).toEqual({ kind: "model", reason: "This model runs on the server only; choose another one" });
});

test("what a closed page has left is taken over if the song is kept, and else fails in words; a page that is there keeps its own", async () => {
  const first = opened();
  const ids = first.add([song("A.wav"), song("B.wav"), song("C.wav")], { keep: [] }, model);
  await settle();
  const leave = (id: string, what: Partial<HereRecord>) => browser.items.set(`isolator.here.${id}`, JSON.stringify({ ...browser.record(id), ...what }));
  leave(ids[0]!, { page: "gone", kept: true });
  leave(ids[1]!, { page: "gone", kept: false });
  leave(ids[2]!, { page: "other", kept: true });
  browser.locks.clear();
  const name = "isolator.here.page.other";
  let close = () => {};
  browser.locks.set(name, new Promise<void>((closed) => (close = closed)));
  FakeWorker.all = [];
  browser.folders.add("of-no-job").add(ids[0]!);
  const second = opened();
  await settle();
  expect(FakeWorker.all[0]!.orders.map((order) => [order.id, order.file])).toEqual([[ids[0], null]]);
  expect([...browser.folders]).toEqual([ids[0]]);
  FakeWorker.all[0]!.say(done);
  await settle();
  expect(states(second)).toEqual([["A", "done"], ["B", "failed"], ["C", "queued"]]);
  expect(second.job(ids[1]!)?.failure?.reason).toBe("The page was closed before the browser had kept the song. Choose the file again");
  close(); // the other page, while this one is there
  await settle();
  expect(states(second)).toContainEqual(["C", "running"]);
  expect(FakeWorker.all[0]!.orders.map((order) => order.id)).toEqual([ids[0], ids[2]]);
});
