import { texts } from "../texts";
import type { HistoryEntry } from "./learning";

const t = texts.learning.history;

/** What an entry of the history says, in a sentence. */
export function sentenceOfEntry({ kind, key, details }: HistoryEntry): string {
  const text = (name: string) => (typeof details[name] === "string" || typeof details[name] === "number" ? String(details[name]) : "");
  const list = (name: string) => (Array.isArray(details[name]) ? details[name].map(String) : []);
  switch (kind) {
    case "data":
      return t.data(text("data"), Number(details["songs"] ?? 0));
    case "run":
      return t.run(text("run"), text("base"), text("model"), text("data"));
    case "gate":
      return t.gate(text("candidate"), text("live"), details["passed"] === true, text("use"));
    case "candidate":
      return t.candidate(text("model"));
    case "promotion":
      return t.promotion(text("model"), text("before"));
    case "rollback":
      return t.rollback(text("model"), text("after"));
    case "revocation":
      return t.revocation(text("song").slice(0, 8), list("versions"), list("models"));
    case "decision":
      return t.other(kind, key);
  }
}

/** A song whose consent was taken back. */
export type Revocation = { song: string; at: string; versions: string[]; models: string[] };

/** Songs that were revoked, with the versions that had them and the models that still have learnt from them. */
export function revocations(entries: readonly HistoryEntry[]): Revocation[] {
  return entries
    .filter((entry) => entry.kind === "revocation")
    .map(({ at, details }) => ({
      at,
      song: String(details["song"] ?? "").slice(0, 8),
      versions: Array.isArray(details["versions"]) ? details["versions"].map(String) : [],
      models: Array.isArray(details["models"]) ? details["models"].map(String) : [],
    }));
}
