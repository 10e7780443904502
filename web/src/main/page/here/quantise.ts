/**
 * Stems as integer steps, with TPDF dither, so that where possible they sum to the song exactly: core's `StemQuantiser`.
 *
 * `exact` is for songs whose own samples are whole steps of the output depth: all stems but the last are dithered and
 * rounded, the last is the song minus their steps. A sample that is exactly 0 stays 0.
 *
 * The noise of a sample is a hash of stem, channel and place: the same in any order and after a seek. (It is another
 * hash than core's, which needs 64-bit integers: samples differ from the program's by up to two steps.)
 */
export type Steps = { bits: 16 | 24; exact: boolean; gain: number };

/**
 * The steps of one stem.
 *
 * @param stems `[stems][channels][frames]` in ±1.0; where the stem is the last and `exact`, all of them are looked at
 * @param mix `[channels][frames]`
 * @param position the song's frame that the first one is
 * @returns `[channels][frames]`
 */
export function stepsOf(stem: number, stems: readonly Float32Array[][], mix: readonly Float32Array[], position: number, how: Steps): Float64Array[] {
  const fullScale = 2 ** (how.bits - 1);
  if (!(how.exact && stem === stems.length - 1)) {
    return stems[stem]!.map((samples, c) => dithered(samples, stem, c, position, fullScale, how.gain));
  }
  const others = stems.slice(0, -1).map((_, s) => stepsOf(s, stems, mix, position, how));
  return roundedSteps(mix, how.bits).map((rest, c) => {
    for (const steps of others) {
      const other = steps[c]!;
      for (let i = 0; i < rest.length; i++) {
        rest[i] = rest[i]! - other[i]!;
      }
    }
    for (let i = 0; i < rest.length; i++) {
      rest[i] = clamp(rest[i]!, fullScale);
    }
    return rest;
  });
}

/** Samples that are whole steps already, as steps. */
export function roundedSteps(samples: readonly Float32Array[], bits: 16 | 24): Float64Array[] {
  const fullScale = 2 ** (bits - 1);
  return samples.map((channel) => {
    const steps = new Float64Array(channel.length);
    for (let i = 0; i < steps.length; i++) {
      steps[i] = clamp(Math.round(channel[i]! * fullScale), fullScale);
    }
    return steps;
  });
}

function dithered(samples: Float32Array, stem: number, channel: number, position: number, fullScale: number, gain: number): Float64Array {
  const key = mixed(mixed(stem + 1) ^ (channel + 1));
  const steps = new Float64Array(samples.length);
  for (let i = 0; i < steps.length; i++) {
    const x = samples[i]!;
    if (x !== 0) {
      const place = position + i;
      const high = mixed(key ^ Math.floor(place / 0x100000000));
      const a = mixed(high ^ (place >>> 0));
      const b = mixed(a ^ 0x9e3779b9);
      steps[i] = clamp(Math.round(x * gain * fullScale + ((a >>> 0) - (b >>> 0)) / 0x100000000), fullScale);
    }
  }
  return steps;
}

const clamp = (step: number, fullScale: number) => Math.min(Math.max(step, -fullScale), fullScale - 1);

/** The finaliser of MurmurHash3: 32 bits to 32 bits, each depending on all. Source: Appleby, SMHasher, 2008. */
function mixed(h: number): number {
  let x = h | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** Interleaved little-endian bytes of steps, `[channels][frames]`. */
export function bytesOfSteps(steps: readonly Float64Array[], bits: 16 | 24): ArrayBuffer {
  const frames = steps[0]?.length ?? 0;
  const out = new Uint8Array((frames * steps.length * bits) / 8);
  let at = 0;
  for (let i = 0; i < frames; i++) {
    for (const channel of steps) {
      const v = channel[i]!;
      out[at++] = v & 0xff;
      out[at++] = (v >> 8) & 0xff;
      if (bits === 24) {
        out[at++] = (v >> 16) & 0xff;
      }
    }
  }
  return out.buffer;
}
