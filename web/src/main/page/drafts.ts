import type { Region, Verdict } from "./api/client";
import type { Strip } from "./player/balance";
import type { BeatGrid } from "./practice/beats";
import { type Change, FASTEST, SLOWEST } from "./practice/changed-sound";
import type { Key } from "./practice/key";

/** What somebody has said of a song and not saved. */
export type FeedbackDraft = { verdicts: Record<string, Verdict>; regions: Region[]; consent: boolean; comment: string };

/** What was set for a song on this browser and is nowhere else: balance, loop in frames, tempo and pitch, beats and key, feedback that is not saved. */
export type Draft = {
  strips?: Strip[];
  loop?: { start: number; end: number };
  looping?: boolean;
  change?: Change;
  beats?: BeatGrid;
  key?: Key;
  feedback?: FeedbackDraft;
};

const STORAGE_KEY = "isolator.drafts";
const MAX_SONGS = 60;

/** Keeps drafts by job in the browser's storage. If that is full or forbidden, they last as long as the page. */
export class Drafts {
  constructor(private readonly storage: Pick<Storage, "getItem" | "setItem">) {}

  of(job: string): Draft {
    return this.all().find((d) => d.job === job)?.draft ?? {};
  }

  /** Changes a part of a song's draft; `undefined` removes it. */
  put(job: string, what: { [K in keyof Draft]?: Draft[K] | undefined }): void {
    const merged = Object.entries({ ...this.of(job), ...what }).filter(([, value]) => value !== undefined);
    const others = this.all().filter((d) => d.job !== job);
    this.write(merged.length > 0 ? [{ job, draft: Object.fromEntries(merged) }, ...others] : others);
  }

  drop(job: string): void {
    this.write(this.all().filter((d) => d.job !== job));
  }

  private all(): { job: string; draft: Draft }[] {
    try {
      const stored: unknown = JSON.parse(this.storage.getItem(STORAGE_KEY) ?? "[]");
      return Array.isArray(stored) ? stored.filter(hasJob).map((d) => ({ job: d.job, draft: checked(d.draft) })) : [];
    } catch {
      return []; // written by something else, or storage is off
    }
  }

  private write(all: { job: string; draft: Draft }[]): void {
    try {
      this.storage.setItem(STORAGE_KEY, JSON.stringify(all.slice(0, MAX_SONGS)));
    } catch {
      // A full or forbidden storage: only what a reload would find is lost.
    }
  }
}

function hasJob(value: unknown): value is { job: string; draft: unknown } {
  return typeof value === "object" && value !== null && "job" in value && "draft" in value && typeof value.job === "string";
}

/** Only what has the form that this page writes: other versions may have written it. */
function checked(value: unknown): Draft {
  if (typeof value !== "object" || value === null) {
    return {};
  }
  const { strips, loop, looping, feedback, change, beats, key } = value as Record<string, unknown>;
  return {
    ...(Array.isArray(strips) && strips.every(isStrip) ? { strips } : {}),
    ...(isLoop(loop) ? { loop } : {}),
    ...(typeof looping === "boolean" ? { looping } : {}),
    ...(isChange(change) ? { change } : {}),
    ...(isBeats(beats) ? { beats } : {}),
    ...(isKey(key) ? { key } : {}),
    ...(isFeedback(feedback) ? { feedback } : {}),
  };
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

function isStrip(value: unknown): value is Strip {
  const v = (value ?? {}) as Record<string, unknown>;
  return isNumber(v.volumeDb) && v.volumeDb <= 6 && isNumber(v.pan) && Math.abs(v.pan) <= 1 && typeof v.mute === "boolean" && typeof v.solo === "boolean";
}

function isLoop(value: unknown): value is { start: number; end: number } {
  const v = (value ?? {}) as Record<string, unknown>;
  return isNumber(v.start) && isNumber(v.end) && v.start >= 0 && v.end > v.start;
}

function isChange(value: unknown): value is Change {
  const v = (value ?? {}) as Record<string, unknown>;
  return isNumber(v.tempo) && v.tempo >= SLOWEST && v.tempo <= FASTEST && isNumber(v.semitones) && Math.abs(v.semitones) <= 12;
}

function isBeats(value: unknown): value is BeatGrid {
  const v = (value ?? {}) as Record<string, unknown>;
  return (
    isNumber(v.bpm) && v.bpm > 10 && v.bpm < 1000 && isNumber(v.perBar) && v.perBar >= 1 && isNumber(v.firstOfBar) &&
    Array.isArray(v.beats) && v.beats.length > 0 && v.beats.every((beat, i, all) => isNumber(beat) && beat >= (i === 0 ? 0 : (all[i - 1] as number)))
  );
}

function isKey(value: unknown): value is Key {
  const v = (value ?? {}) as Record<string, unknown>;
  return isNumber(v.tonic) && v.tonic >= 0 && v.tonic < 12 && typeof v.minor === "boolean" && isNumber(v.sure);
}

function isFeedback(value: unknown): value is FeedbackDraft {
  const v = (value ?? {}) as Record<string, unknown>;
  return (
    typeof v.verdicts === "object" && v.verdicts !== null && Object.values(v.verdicts).every((x) => x === "good" || x === "not-good") &&
    Array.isArray(v.regions) && v.regions.every(isRegion) && typeof v.consent === "boolean" && typeof v.comment === "string"
  );
}

function isRegion(value: unknown): value is Region {
  const v = (value ?? {}) as Record<string, unknown>;
  return ["voice-missed", "music-leaked", "no-voice"].includes(v.kind as string) && isNumber(v.startSeconds) && isNumber(v.endSeconds);
}

/** Those of this browser. */
export const drafts = new Drafts({
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, value) => localStorage.setItem(key, value),
});
