/** A song's beats, in order, and which of them begin a bar. */
export type BeatGrid = {
  /** Beats a minute, in the mean. */
  bpm: number;
  /** Seconds from the song's start. */
  beats: readonly number[];
  /** Beats of a bar, and the first of `beats` that begins one. */
  perBar: number;
  firstOfBar: number;
};

export type Beat = { seconds: number; first: boolean };

/** The beats from one time up to another; before the first and after the last one they go on at the song's tempo, for half a minute at most. */
export function beatsBetween({ bpm, beats, perBar, firstOfBar }: BeatGrid, from: number, to: number): Beat[] {
  const found: Beat[] = [];
  const period = 60 / bpm;
  const [first, last] = [beats[0], beats.at(-1)];
  if (first === undefined || last === undefined) {
    return found;
  }
  const add = (index: number, seconds: number) => {
    if (seconds >= from && seconds < to) {
      found.push({ seconds, first: (((index - firstOfBar) % perBar) + perBar) % perBar === 0 });
    }
  };
  const beyond = Math.ceil(30 / period);
  for (let k = Math.min(beyond, Math.ceil(first / period)); k > 0; k--) {
    add(-k, first - k * period);
  }
  let low = 0;
  for (let high = beats.length; low < high; ) { // the first beat that is not before `from`
    const middle = (low + high) >> 1;
    if (beats[middle]! < from) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  for (let i = low; i < beats.length && beats[i]! < to; i++) {
    add(i, beats[i]!);
  }
  for (let k = 1; k <= beyond; k++) {
    add(beats.length - 1 + k, last + k * period);
  }
  return found;
}
