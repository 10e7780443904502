import type { Playable } from "../player/sound";
import type { BeatGrid } from "./beats";
import { type Key, PitchClasses } from "./key";
import { Onsets } from "./onsets";
import { trackBeats } from "./tempo";

/** What musicians ask of a song first; null where there is no pulse, or no pitch. */
export type SongFacts = { grid: BeatGrid | null; key: Key | null };

const PER_BAR = 4;

/** Takes a song's samples in order, and says tempo, beats and key at its end. Memory: 1 kB for each second. */
export class SongAnalysis {
  private readonly onsets: Onsets;
  private readonly pitches: PitchClasses;

  constructor(sampleRate: number) {
    this.onsets = new Onsets(sampleRate);
    this.pitches = new PitchClasses(sampleRate);
  }

  /**
   * @param whole the song, mono
   * @param harmony what has a pitch: without drums and, if it can be had, with little voice
   */
  add(whole: Float32Array, harmony: Float32Array): void {
    this.onsets.add(whole);
    this.pitches.add(harmony);
  }

  finish(): SongFacts {
    const tracked = trackBeats(this.onsets.strength, this.onsets.low, this.onsets.framesPerSecond);
    const key = this.pitches.key();
    if (!tracked) {
      return { grid: null, key };
    }
    return { grid: { ...tracked, perBar: PER_BAR, firstOfBar: this.firstOfBar(tracked.beats) }, key };
  }

  /** The phase of bars of four beats at which most low notes begin and harmonies change. */
  private firstOfBar(beats: readonly number[]): number {
    const { onsets, pitches } = this;
    const low = beats.map((beat) => {
      const at = Math.round(beat * onsets.framesPerSecond);
      return Math.max(0, ...onsets.low.slice(Math.max(0, at - 4), at + 3));
    });
    const change = beats.map((beat) => {
      const at = beat * pitches.framesPerSecond;
      const [before, after] = [pitches.frames[Math.floor(at) - 2], pitches.frames[Math.ceil(at)]];
      return before && after ? before.reduce((sum, value, i) => sum + Math.abs(value - after[i]!), 0) : 0;
    });
    const mean = (of: number[]) => of.reduce((a, b) => a + b, 0) / Math.max(1, of.length) || 1;
    const [ml, mc] = [mean(low), mean(change)];
    const scores = Array.from({ length: PER_BAR }, (_, phase) =>
      mean(beats.map((_, i) => i).filter((i) => i % PER_BAR === phase).map((i) => low[i]! / ml + 2 * (change[i]! / mc))));
    return scores.indexOf(Math.max(...scores));
  }
}

/**
 * Analyses a song chunk by chunk, so that memory stays that of a chunk.
 *
 * @param tracks the song's stems, or the song itself: their sum is the song
 * @param pitched those with a pitch
 * @param onProgress share of the work, 0 to 1
 */
export async function analyse(
  sound: Playable, tracks: readonly number[], pitched: readonly number[], onProgress: (share: number) => void, signal: AbortSignal,
): Promise<SongFacts> {
  const analysis = new SongAnalysis(sound.sampleRate);
  for (let at = 0; at < sound.frames; at += sound.chunkFrames) {
    signal.throwIfAborted();
    const chunk = await sound.load(sound.chunkOf(at));
    analysis.add(monoOf(tracks.map((i) => chunk[i]!)), monoOf(pitched.map((i) => chunk[i]!)));
    onProgress(Math.min(1, (at + sound.chunkFrames) / sound.frames));
    await new Promise((rest) => setTimeout(rest)); // let the page breathe
  }
  return analysis.finish();
}

function monoOf(tracks: readonly Float32Array[][]): Float32Array {
  const mono = new Float32Array(tracks[0]?.[0]?.length ?? 0);
  for (const channels of tracks) {
    for (const channel of channels) {
      for (let i = 0; i < mono.length; i++) {
        mono[i] = mono[i]! + channel[i]! / channels.length;
      }
    }
  }
  return mono;
}
