import { gainsOf, mixInto, type Strip } from "./balance";
import type { Playable } from "./sound";
import { encodeFrames, LONGEST_WAV_BYTES, wavHeader } from "./wav";

export type Rendered = { file: Blob; loweredDb: number };

/** Makes bytes of samples, in order. Begun once more, it makes another file. */
export type BalanceEncoder = {
  type: string;
  /** What stands before all samples. */
  begin(frames: number): BlobPart | null;
  /** @param samples `[2][frames]`, ±1.0 once they are multiplied by `gain` */
  add(samples: Float32Array<ArrayBuffer>[], gain: number): BlobPart;
  end(): BlobPart | null;
};

export const wavEncoder = (sampleRate: number): BalanceEncoder => ({
  type: "audio/wav",
  begin: (frames) => wavHeader(2, sampleRate, frames),
  add: (samples, gain) => encodeFrames(samples, gain),
  end: () => null,
});

/** A balance of this many frames does not fit into a WAV file. */
export function isTooLong(frames: number): boolean {
  return frames * 6 > LONGEST_WAV_BYTES;
}

/**
 * The listener's balance as a stereo file, by default a WAV of 24 bits, chunk by chunk: one chunk of samples is in memory, the rest is
 * in a Blob, which browsers put on disk. If the balance goes over full scale it is rendered again, lower.
 *
 * @param from first frame
 * @param to one past the last frame
 * @param onProgress share of the work, 0 to 1
 */
export async function render(
  sound: Playable,
  strips: readonly Strip[],
  from: number,
  to: number,
  onProgress: (share: number) => void,
  signal: AbortSignal,
  encoder: BalanceEncoder = wavEncoder(sound.sampleRate),
): Promise<Rendered> {
  let gain = 1;
  for (;;) {
    const { parts, peak } = await pass(sound, strips, from, to, gain, onProgress, signal, encoder);
    if (peak <= 1) {
      return { file: new Blob(parts, { type: encoder.type }), loweredDb: -20 * Math.log10(gain) };
    }
    gain *= (1 - 2 ** -20) / peak; // a hair below full scale, so that rounding cannot go over it again
  }
}

async function pass(
  sound: Playable,
  strips: readonly Strip[],
  from: number,
  to: number,
  gain: number,
  onProgress: (share: number) => void,
  signal: AbortSignal,
  encoder: BalanceEncoder,
): Promise<{ parts: BlobPart[]; peak: number }> {
  const gains = gainsOf(strips);
  const head = encoder.begin(to - from);
  const parts: BlobPart[] = head ? [head] : [];
  let peak = 0;
  for (let at = from; at < to; ) {
    signal.throwIfAborted();
    const index = sound.chunkOf(at);
    const end = Math.min(to, (index + 1) * sound.chunkFrames);
    const chunk = await sound.load(index);
    const begin = at - index * sound.chunkFrames;
    const out = [new Float32Array(end - at), new Float32Array(end - at)];
    strips.forEach((strip, i) => {
      const stem = chunk[i]!.map((samples) => samples.subarray(begin, begin + end - at));
      mixInto(out, stem, gains[i]!, strip.pan);
    });
    for (const channel of out) {
      for (const sample of channel) {
        peak = Math.max(peak, Math.abs(sample) * gain);
      }
    }
    parts.push(encoder.add(out, gain));
    at = end;
    onProgress((at - from) / (to - from));
    await new Promise((rest) => setTimeout(rest)); // let the page breathe
  }
  const tail = encoder.end();
  return { parts: tail ? [...parts, tail] : parts, peak };
}
