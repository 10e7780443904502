/**
 * Where the song is, and what sounds next. All positions are frames of the song; times are seconds of the audio
 * clock. Nothing here knows of Web Audio: the same numbers drive every stem, which is why stems cannot drift.
 */

/** Frames `[start, end)` that repeat. */
export type Loop = { start: number; end: number };

/** A stretch that sounds without a break. `at` is when its first frame sounds. */
export type Segment = { at: number; start: number; frames: number };

/** A shorter loop would sound as a buzz, and would keep the scheduler busy. */
export const SHORTEST_LOOP_SECONDS = 0.1;

/**
 * The stretch that follows `position`, at most to the next multiple of `chunk`, and where to go on after it. Null at
 * the song's end. A position inside the loop, or before it, repeats at its end; one past it runs on to the song's.
 */
export function nextStretch(
  position: number,
  frames: number,
  chunk: number,
  loop: Loop | null,
): { start: number; frames: number; next: number } | null {
  const looping = loop !== null && position < loop.end;
  const start = position;
  if (start >= frames) {
    return null;
  }
  const stop = Math.min(frames, looping ? loop.end : frames, (Math.floor(start / chunk) + 1) * chunk);
  return { start, frames: stop - start, next: looping && stop === loop.end ? loop.start : stop };
}

/** The stretches that were handed to the audio clock, to tell where the song is at any time. */
export class Schedule {
  private segments: Segment[] = [];

  constructor(readonly sampleRate: number) {}

  /** Adds a stretch right after the last one (or at `at`, when there is none) and returns when it starts. */
  append(start: number, frames: number, at: number): number {
    const when = this.segments.length > 0 ? this.end() : at;
    this.segments.push({ at: when, start, frames });
    return when;
  }

  /** When the last stretch ends; minus infinity without one. */
  end(): number {
    const last = this.segments.at(-1);
    return last ? last.at + last.frames / this.sampleRate : Number.NEGATIVE_INFINITY;
  }

  /** The frame that sounds at `time`; before the first stretch its start, after the last its end. */
  positionAt(time: number): number {
    const first = this.segments[0];
    if (!first) {
      return 0;
    }
    let at = first;
    for (const segment of this.segments) {
      if (segment.at <= time) {
        at = segment;
      }
    }
    const passed = Math.round((time - at.at) * this.sampleRate);
    return at.start + Math.min(Math.max(passed, 0), at.frames);
  }

  /** Removes stretches that ended before `time`, except the last one. */
  forget(time: number): void {
    const kept = this.segments.filter((s) => s.at + s.frames / this.sampleRate > time);
    this.segments = kept.length > 0 ? kept : this.segments.slice(-1);
  }

  /** Removes what was scheduled from `time` on. */
  cut(time: number): void {
    const left = (s: Segment) => Math.max(0, Math.round((time - s.at) * this.sampleRate));
    this.segments = this.segments.filter((s) => s.at < time).map((s) => ({ ...s, frames: Math.min(s.frames, left(s)) }));
  }

  clear(): void {
    this.segments = [];
  }
}

/** A loop between two positions in either order, inside the song, or null if it would be too short. */
export function loopBetween(a: number, b: number, frames: number, sampleRate: number): Loop | null {
  const start = Math.round(Math.max(0, Math.min(a, b)));
  const end = Math.round(Math.min(frames, Math.max(a, b)));
  return end - start >= SHORTEST_LOOP_SECONDS * sampleRate ? { start, end } : null;
}
