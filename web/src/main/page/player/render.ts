import { gainsOf, mixInto, type Strip } from "./balance";
import type { Sound } from "./sound";
import { encodeFrames, LONGEST_WAV_BYTES, wavHeader } from "./wav";

export type Rendered = { wav: Blob; loweredDb: number };

/** A balance of this many frames does not fit into a WAV file. */
export function isTooLong(frames: number): boolean {
  return frames * 6 > LONGEST_WAV_BYTES;
}

/**
 * The listener's balance as a stereo WAV of 24 bits, chunk by chunk: one chunk of samples is in memory, the rest is
 * in a Blob, which browsers put on disk. If the balance goes over full scale it is rendered again, lower.
 *
 * @param from first frame
 * @param to one past the last frame
 * @param onProgress share of the work, 0 to 1
 */
export async function render(
  sound: Sound,
  strips: readonly Strip[],
  from: number,
  to: number,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Rendered> {
  let gain = 1;
  for (;;) {
    const { parts, peak } = await pass(sound, strips, from, to, gain, onProgress, signal);
    if (peak <= 1) {
      return { wav: new Blob(parts, { type: "audio/wav" }), loweredDb: -20 * Math.log10(gain) };
    }
    gain *= (1 - 2 ** -20) / peak; // a hair below full scale, so that rounding cannot go over it again
  }
}

async function pass(
  sound: Sound,
  strips: readonly Strip[],
  from: number,
  to: number,
  gain: number,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<{ parts: BlobPart[]; peak: number }> {
  const gains = gainsOf(strips);
  const parts: BlobPart[] = [wavHeader(2, sound.sampleRate, to - from)];
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
    parts.push(encodeFrames(out, gain));
    at = end;
    onProgress((at - from) / (to - from));
    await new Promise((rest) => setTimeout(rest)); // let the page breathe
  }
  return { parts, peak };
}
