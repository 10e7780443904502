import type { Activity, Bits, Job } from "../api/client";
import type { Card, VoiceCard } from "./chunks";
import type { PortRings, SharedRings } from "../live/exchange";
import type { StreamCard } from "../live/stream-card";
import type { HopTimes } from "../live/stream-network";
import type { Addresses } from "./network";
import type { Failure } from "./failure";

/** What the page asks of a worker: to take one song apart. */
export type Order = {
  kind: "song";
  id: string;
  /** The song; null = it is in the job's folder already. */
  file: Blob | null;
  options: Job["options"];
  card: Card;
  addresses: Addresses;
  voice: VoiceModel | null;
};

/** What says where somebody sings. */
export type VoiceModel = { card: VoiceCard; addresses: Addresses };

/** To make a song of what was recorded. */
export type CompleteOrder = { kind: "complete"; id: string; stems: readonly string[]; sampleRate: number; voice: VoiceModel | null };

/** To record, into a job's folder, what comes by a port, as `Recorded`; `written` is told at the end. */
export type RecordOrder = { kind: "record"; id: string; tracks: readonly string[]; port: MessagePort };

/** To open a network that answers frame by frame; then, to answer what comes by rings. */
export type LiveOrder = { kind: "live"; card: StreamCard; addresses: Addresses } | { kind: "answer"; rings: SharedRings | PortRings };

/** What a worker tells of a network for live use. */
export type LiveNews =
  | { kind: "fetching"; loaded: number; total: number }
  | { kind: "opened"; times: HopTimes; sizes: { spectrum: number; mask: number } }
  | { kind: "failed"; failure: Failure };

export type RecordNews = { kind: "written" } | { kind: "failed"; failure: Failure };

/** What the worker tells of a song. */
export type News =
  | { kind: "kept" }
  | { kind: "fetching"; loaded: number; total: number }
  | { kind: "working"; share: number }
  | { kind: "done"; input: Job["input"]; result: NonNullable<Job["result"]> }
  | { kind: "failed"; failure: Failure };

/** How the samples of a job's files are written: bits of a file, and of the song (null = it has floats, or was compressed). */
export type How = { bits: Bits; songBits: number | null };

type Made = {
  stems: readonly string[];
  /** The greatest sample of each stem and of the mix. */
  peaks: ReadonlyMap<string, number>;
  sampleRate: number;
  channels: number;
  frames: number;
  how: How;
  elapsedSeconds: number;
  /** What people should know, a sentence each. */
  notes: string[];
};

/** A job's result, whose files lie in its folder. */
export function resultOf(id: string, { stems, peaks, sampleRate, channels, frames, how, elapsedSeconds, notes }: Made): NonNullable<Job["result"]> {
  const loudest = Math.max(...stems.map((stem) => peaks.get(stem)!));
  const fileOf = (name: string) => ({
    name, channels, files: { wav: addressOf(id, "stem", name, how), flac: "", mp3: "" }, peaks: addressOf(id, "peaks", name),
    ...(peaks.get(name)! > 0 ? { peakDbfs: 20 * Math.log10(peaks.get(name)!) } : {}),
  });
  return {
    stems: stems.map(fileOf), mix: fileOf("mix"), sampleRate, frames, seconds: frames / sampleRate,
    gainDb: how.bits !== "32f" && loudest > 1 ? -20 * Math.log10(loudest) : 0,
    elapsedSeconds, notes, zip: addressOf(id, "zip", "all", how), activity: addressOf(id, "activity", "voice"),
  };
}

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
