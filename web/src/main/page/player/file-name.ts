import type { Job } from "../api/client";
import { type Change, UNCHANGED } from "../practice/changed-sound";
import { stemName, texts } from "../texts";
import { isFlat, SILENT_DB, type Strip } from "./balance";
import { clockText } from "./view";

const t = texts.player;

/**
 * What the file of a balance is called: the song, what is heard in it, and which part it is. `Song - Music 0.05-0.10.wav`
 * where only whole stems are heard, `Song - balance.wav` where faders or pans were moved; `(80 % +2)` where tempo or pitch was changed.
 */
export function nameOfBalance(job: Pick<Job, "name" | "result">, strips: readonly Strip[], loop: { from: number; to: number } | null, change: Change = UNCHANGED, ending = "wav"): string {
  const stems = job.result?.stems.map((stem) => stemName(stem.name)) ?? [];
  const anySolo = strips.some((s) => s.solo);
  const heard = strips.map((s) => !s.mute && s.volumeDb > SILENT_DB && (!anySolo || s.solo));
  const plain = strips.every((s, i) => !heard[i] || isFlat([{ ...s, solo: false }]));
  const names = stems.filter((_, i) => heard[i]);
  const what = plain && names.length > 0 ? names.join(" + ") : t.fileOfBalance;
  const time = (seconds: number) => clockText(seconds).replaceAll(":", ".");
  const part = loop ? ` ${time(loop.from)}-${time(loop.to)}` : "";
  const percent = Math.round(100 * change.tempo);
  const changed = [...(percent !== 100 ? [`${percent} %`] : []), ...(change.semitones !== 0 ? [`${change.semitones > 0 ? "+" : ""}${change.semitones}`] : [])].join(" ");
  return `${fileNameOf(job.name, what)}${part}${changed ? ` (${changed})` : ""}.${ending}`;
}

/** `Song - vocals`: what a file of a song is called, without its ending. */
export function fileNameOf(song: string, what: string): string {
  return `${song.replace(/[\\/:*?"<>|\u0000-\u001f]/g, "_")} - ${what}`;
}
