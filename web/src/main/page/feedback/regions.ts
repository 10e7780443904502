import type { Region } from "../api/client";
import { texts } from "../texts";

/** Marks on the waveform: what is wrong, from where to where in seconds. */

/** As many as the server takes. */
export const MOST_REGIONS = 500;

/** What each kind of mark is called, and what it means. */
export const KIND_TEXTS: Record<Region["kind"], { name: string; hint: string }> = {
  "voice-missed": { name: texts.feedback.missed, hint: texts.feedback.missedHint },
  "music-leaked": { name: texts.feedback.leaked, hint: texts.feedback.leakedHint },
  "no-voice": { name: texts.feedback.noVoice, hint: texts.feedback.noVoiceHint },
};

/** Whether marks of this kind are about what the voice's stem has too much, so that they lie on its waveform. */
export const isOfVoice = (kind: Region["kind"]) => kind !== "voice-missed";

/** Shorter marks are slips of the pointer. */
export const SHORTEST_REGION_SECONDS = 0.05;

/** Marks in order of time; those of one kind that touch or overlap are one. Out of the song or too short: dropped. */
export function tidy(regions: readonly Region[], seconds: number): Region[] {
  const cut = regions
    .map((r) => ({
      kind: r.kind,
      startSeconds: Math.max(0, Math.min(r.startSeconds, r.endSeconds)),
      endSeconds: Math.min(seconds, Math.max(r.startSeconds, r.endSeconds)),
    }))
    .filter((r) => r.endSeconds - r.startSeconds >= SHORTEST_REGION_SECONDS)
    .sort((a, b) => a.startSeconds - b.startSeconds || a.kind.localeCompare(b.kind));
  const out: Region[] = [];
  for (const region of cut) {
    const before = out.findLast((r) => r.kind === region.kind);
    if (before && region.startSeconds <= before.endSeconds) {
      before.endSeconds = Math.max(before.endSeconds, region.endSeconds);
    } else {
      out.push(region);
    }
  }
  return out.slice(0, MOST_REGIONS);
}

export function withRegion(regions: readonly Region[], added: Region, seconds: number): Region[] {
  return tidy([...regions, added], seconds);
}

export function without(regions: readonly Region[], index: number): Region[] {
  return regions.filter((_, i) => i !== index);
}
