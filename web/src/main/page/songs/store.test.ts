import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Client, type Job } from "../api/client";
import { Songs } from "./store";

/** The jobs of a server in memory, which answers what the list asks of it; and the requests that change something. */
class Server {
  jobs: Job[] = [];
  refuses = false;
  readonly asked: string[] = [];

  readonly fetch = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const [, , , place, id, what] = path.split("/");
    const method = init.method ?? "GET";
    if (method === "GET") {
      return Response.json({ limits: { keyNeeded: false }, models: { models: [] }, jobs: { jobs: this.jobs } }[place!]);
    }
    this.asked.push(`${method} ${id}${what ? `/${what}` : ""}${init.keepalive ? ", even if the page is left" : ""}`);
    const known = this.jobs.find((job) => job.id === id);
    if (!known || this.refuses) {
      return Response.json({ type: "urn:isolator:problem:queue-full", title: "", status: 409, detail: "Full." }, { status: 409 });
    }
    if (method === "DELETE") {
      this.jobs = this.jobs.filter((job) => job !== known);
      return new Response(null, { status: 204 });
    }
    const { failure: _failure, ...rest } = known;
    const options = { ...known.options, ...(init.body ? (JSON.parse(init.body as string) as object) : {}) };
    const made: Job = { ...rest, id: `${known.id}-${what}`, state: "cancelled", options }; // nothing to listen to
    this.jobs = [made, ...this.jobs];
    return Response.json(made, { status: 201 });
  };
}

const cutShort: Job = {
  id: "cut", state: "failed", progress: 0, name: "Cut", createdAt: "2026-11-21T10:00:00Z",
  options: { keep: ["vocals"], model: "", format: "flac", start: 0 }, model: { name: "m", version: "1" },
  input: { bytes: 1, sha256: "" }, reused: false, failure: { kind: "corrupt", reason: "It ends early.", truncated: true },
};

function storage() {
  const items = new Map<string, string>();
  return { getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, value: string) => void items.set(key, value), removeItem: (key: string) => void items.delete(key) };
}

let server: Server;
beforeEach(() => {
  vi.useFakeTimers(); // the list asks after its jobs for ever
  server = new Server();
  server.jobs = [cutShort];
  vi.stubGlobal("fetch", server.fetch);
  vi.stubGlobal("document", { hidden: false, addEventListener: () => {} });
  vi.stubGlobal("addEventListener", () => {});
  vi.stubGlobal("sessionStorage", storage());
  vi.stubGlobal("localStorage", storage());
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function started(): Promise<Songs> {
  const songs = new Songs(new Client());
  await songs.start();
  return songs;
}
const listed = (songs: Songs) => songs.snapshot().jobs.map((job) => job.id);

test("a failed job gives way to the one that takes what is there, here, on the server, and after a reload", async () => {
  const songs = await started();
  const made = await songs.takeWhatIsThere(cutShort);
  expect(made?.options).toEqual({ ...cutShort.options, truncated: true });
  await vi.advanceTimersByTimeAsync(0);
  expect(listed(songs)).toEqual(["cut-again"]);
  expect(server.asked).toEqual(["POST cut/again", "DELETE cut, even if the page is left"]);
  expect(listed(await started())).toEqual(["cut-again"]);
});

test("a page that is loaded before the server has removed the failed job leaves it out", async () => {
  await (await started()).takeWhatIsThere(cutShort);
  server.jobs = [...server.jobs.filter((job) => job !== cutShort), cutShort];
  expect(listed(await started())).toEqual(["cut-again"]);
});

test("a job that is begun again is replaced too", async () => {
  const songs = await started();
  await songs.retry(cutShort);
  await vi.advanceTimersByTimeAsync(0);
  expect(listed(songs)).toEqual(["cut-retry"]);
  expect(server.jobs.map((job) => job.id)).toEqual(["cut-retry"]);
});

test("if the server refuses the new job, the failed one stays", async () => {
  const songs = await started();
  server.refuses = true;
  expect(await songs.takeWhatIsThere(cutShort)).toBeNull();
  expect(listed(songs)).toEqual(["cut"]);
  expect(songs.snapshot().problem).toBe("Full.");
  expect(server.asked).toEqual(["POST cut/again"]);
});

test("a second press makes no second job", async () => {
  const songs = await started();
  expect(await Promise.all([songs.takeWhatIsThere(cutShort), songs.takeWhatIsThere(cutShort)])).toEqual([expect.anything(), null]);
  expect(server.asked.filter((request) => request.startsWith("POST"))).toHaveLength(1);
});

test("a done song that is taken apart again stays", async () => {
  server.jobs = [{ ...cutShort, state: "done" }];
  const songs = await started();
  await songs.separateAgain("cut", { keep: [] });
  expect(listed(songs)).toEqual(["cut", "cut-again"]);
});
