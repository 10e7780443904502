import { hann } from "../here/stft";

/** How long the synthesis window is, as core's `LiveLatency`: the whole analysis window, three hops, or two. */
export type LiveLatency = "full" | "35" | "23";

const HOPS: Record<LiveLatency, number> = { full: Number.POSITIVE_INFINITY, "35": 3, "23": 2 };

/**
 * The pair of windows between which spectra are masked, as `SynthesisWindow` of module live: the network's periodic Hann
 * window `h`, and its dual with support on the last `frames` samples, `f[n] = h[n] / Σ h[m]²` over the m there that are
 * congruent to n modulo the hop. What is not changed between them comes out as it was, `frames` after it went in at the latest.
 * Source: the minimum-norm dual of Wexler and Raz, Signal Processing 21(3), 1990, with a constrained support.
 */
export type WindowPair = { analysis: Float64Array; synthesis: Float64Array; frames: number };

export function windowPair(latency: LiveLatency, fftLength: number, hop: number): WindowPair {
  const frames = Math.min(fftLength, HOPS[latency] * hop);
  const analysis = hann(fftLength);
  const synthesis = new Float64Array(fftLength);
  const start = fftLength - frames;
  for (let n = start; n < fftLength; n++) {
    let energy = 0;
    for (let m = start + ((n - start) % hop); m < fftLength; m += hop) {
      energy += analysis[m]! * analysis[m]!;
    }
    synthesis[n] = analysis[n]! / energy;
  }
  return { analysis, synthesis, frames };
}
