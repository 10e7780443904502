import type { Playable } from "../player/sound";
import { ResampledSound } from "./resampled-sound";
import { StretchedSound, type Stretching, stretchingWorker } from "./stretched-sound";

/** How far a song is changed: `tempo` 0.5 = half as fast, 1 = as it is, 2 = twice; `semitones` −12 to 12. */
export type Change = { tempo: number; semitones: number };

/** The slowest and the fastest tempo. */
export const SLOWEST = 0.5;
export const FASTEST = 2;

export const UNCHANGED: Change = { tempo: 1, semitones: 0 };
export const isUnchanged = ({ tempo, semitones }: Change) => tempo === 1 && semitones === 0;

/** A song at another tempo or pitch; frame `f` is frame `f · tempo` of the song. */
export type ChangedSound = { sound: Playable; close: () => void };

/**
 * The pitch is changed by reading a song faster that was stretched as much longer: its intervals are exact, which a stretcher's own shift is not
 * (Signalsmith Stretch 1.3.2: 5 cents off).
 */
export function changed(song: Playable, { tempo, semitones }: Change, stretching: Stretching = stretchingWorker()): ChangedSound {
  const ratio = 2 ** (semitones / 12);
  const stretched = new StretchedSound(song, tempo / ratio, stretching);
  return { sound: semitones === 0 ? stretched : new ResampledSound(stretched, ratio), close: () => stretched.close() };
}
