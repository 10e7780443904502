import type { Activity, Bits, Job } from "../api/client";
import type { Card } from "./chunks";
import type { Addresses } from "./network";
import type { Failure } from "./failure";

/** What the page asks of the worker: to take one song apart. */
export type Order = {
  id: string;
  /** The song; null = it is in the job's folder already. */
  file: Blob | null;
  options: Job["options"];
  card: Card;
  addresses: Addresses;
};

/** What the worker tells of it. */
export type News =
  | { kind: "kept" }
  | { kind: "fetching"; loaded: number; total: number }
  | { kind: "working"; share: number }
  | { kind: "done"; input: Job["input"]; result: NonNullable<Job["result"]> }
  | { kind: "failed"; failure: Failure };

/** How the samples of a job's files are written: bits of a file, and of the song (null = it has floats, or was compressed). */
export type How = { bits: Bits; songBits: number | null };

export type Place = { id: string; what: "stem" | "peaks" | "activity" | "zip"; name: string; how: How; query: URLSearchParams };

/** The address of something that a job has here: `here:ID/stem/NAME?bits=24&of=16`, `here:ID/peaks/NAME` and so on. */
export function addressOf(id: string, what: Place["what"], name: string, how?: How): string {
  return `here:${id}/${what}/${name}${how ? `?bits=${how.bits}&of=${how.songBits ?? ""}` : ""}`;
}

/** The parts of such an address; further questions may have been added to it. */
export function placeOf(address: string): Place {
  const [, id, what, name, query] = /^here:([a-z2-7]+)\/(stem|peaks|activity|zip)\/([^?]+)\??(.*)$/.exec(address) ?? [];
  if (id === undefined) {
    throw new RangeError(`expected the address of something in this browser, found ${address}`);
  }
  const questions = new URLSearchParams(query!.replaceAll("?", "&"));
  const of = questions.get("of");
  const how = { bits: (questions.get("bits") ?? "32f") as Bits, songBits: of ? Number(of) : null };
  return { id, what: what as Place["what"], name: name!, how, query: questions };
}

export const isHere = (address: string) => address.startsWith("here:");

/** Voice activity of a song, as the server tells it. */
export function activityOf(stem: string, source: Activity["source"], spans: Activity["spans"], seconds: number): Activity {
  return { stem, source, spans, seconds, voiceSeconds: spans.reduce((sum, s) => sum + s.endSeconds - s.startSeconds, 0) };
}
