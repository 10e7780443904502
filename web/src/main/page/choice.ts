import type { Bits, Format, Model } from "./api/client";
import type { JobOptions } from "./api/upload";

/** What somebody wants of a song: voice and music, all stems, the voice alone, or the music alone. */
export type Choice = "both" | "stems" | "voice" | "music";
export const CHOICES: readonly Choice[] = ["both", "stems", "voice", "music"];

/** Further options beside the choice; empty = the server's default. `model` comes before the choice's own. */
export type Extras = { model: string; format: Format; bits: Bits | ""; start: string; duration: string };
export const NO_EXTRAS: Extras = { model: "", format: "wav", bits: "", start: "", duration: "" };

/** Families of models that are kept for comparison and for live use: others do better with a song in a file. */
const RESEARCH = new Set(["binary", "cepstral", "live"]);

export function isResearch(model: Model): boolean {
  return RESEARCH.has(model.family);
}

/** The groups that models are offered in: Isolator's own, those that somebody added to the server, those for research. */
export const GROUPS = ["standard", "added", "research"] as const;

export function groupOf(model: Model): (typeof GROUPS)[number] {
  return isResearch(model) ? "research" : model.origin === "added" ? "added" : "standard";
}

/** Whether the browser can run a model itself: of those that come along, one network for songs in files. */
export function runsHere(model: Model): boolean {
  return groupOf(model) === "standard" && model.family !== "ensemble";
}

/** The model that a choice stands for: for all stems the one with most of them, else the server's default. */
export function modelOf(choice: Choice, models: readonly Model[]): Model | undefined {
  const standard = models.find((m) => m.default);
  if (choice !== "stems") {
    return standard;
  }
  return models
    .filter((m) => !isResearch(m))
    .reduce((most: Model | undefined, m) => (m.stems.length > (most?.stems.length ?? 0) ? m : most), undefined);
}

/** The choices that this server can meet: all stems only where a model knows more than voice and music. */
export function choicesOf(models: readonly Model[]): Choice[] {
  return CHOICES.filter((c) => c !== "stems" || (modelOf(c, models)?.stems.length ?? 0) > 2);
}

/** A job's options. Of a model that was named, `both` and `stems` take every stem. */
export function jobOptions(choice: Choice, extras: Extras, models: readonly Model[]): JobOptions {
  const named = models.find((m) => m.id === extras.model);
  const model = named ?? modelOf(choice, models);
  const stems = model?.stems ?? ["vocals", "music"];
  const keep = { both: [], stems: [], voice: ["vocals"], music: stems.filter((s) => s !== "vocals") }[choice];
  const number = (text: string) => (text.trim() !== "" && Number(text) >= 0 ? Number(text) : undefined);
  const start = number(extras.start);
  const duration = number(extras.duration);
  return {
    keep,
    ...(model && !(model.default && !named) ? { model: model.id } : {}),
    ...(extras.format !== "wav" ? { format: extras.format } : {}),
    ...(extras.bits !== "" && extras.format !== "mp3" ? { bits: extras.bits } : {}),
    ...(start ? { start } : {}),
    ...(duration ? { duration } : {}),
  };
}
