/** Seconds in which a gain goes from silence to full scale. */
const RAMP_SECONDS = 0.02;
const FALL_DB_PER_SECOND = 20 / 1.5;

/** What is heard of the stems, as `LiveMixer` of module live: a gain each, with ramps of 20 ms so that nothing clicks. Audio thread. */
export class LiveMixer {
  private readonly step: number;
  private targets: Float32Array;
  private readonly current: Float32Array;
  private readonly fall: number;
  private dry = 0;
  private hush = 0;
  /** Whether nothing is to be heard, and whether nothing is. */
  hushed = false;
  /** Peaks that fall by 20 dB in 1.5 s, as a programme meter's (IEC 60268-10, type I): of each stem before its gain, and of what is heard. */
  readonly peaks: Float32Array;

  constructor(stems: number, sampleRate: number) {
    this.step = 1 / (RAMP_SECONDS * sampleRate);
    this.fall = 10 ** (-FALL_DB_PER_SECOND / 20 / sampleRate);
    this.targets = new Float32Array(stems).fill(1);
    this.current = new Float32Array(stems).fill(1);
    this.peaks = new Float32Array(stems + 1);
  }

  /** @param gains amplitude for each stem, 0 or more */
  setGains(gains: readonly number[]): void {
    this.targets = Float32Array.from(gains);
  }

  get silent(): boolean {
    return this.hush === 1;
  }

  /**
   * Mixes a block.
   *
   * @param separated `[stems][channels][≥ frames]`
   * @param mix `[channels][≥ frames]`, the sum of the stems
   * @param dryShare of the separator at the block's end: so much of the mix is heard instead, as the network is late
   * @param out `[channels][≥ frames]`, overwritten
   */
  process(separated: readonly Float32Array[][], mix: readonly Float32Array[], dryShare: number, out: readonly Float32Array[], frames: number): void {
    const { targets, current, step, peaks, fall } = this;
    const dryStep = (dryShare - this.dry) / frames;
    const heard = separated.length;
    for (let i = 0; i < frames; i++) {
      for (let stem = 0; stem < heard; stem++) {
        current[stem] = current[stem]! + Math.max(-step, Math.min(step, targets[stem]! - current[stem]!));
        peaks[stem] = peaks[stem]! * fall;
      }
      peaks[heard] = peaks[heard]! * fall;
      this.hush = this.hushed ? Math.min(1, this.hush + step) : Math.max(0, this.hush - step);
      const wet = 1 - (this.dry + (i + 1) * dryStep);
      for (let channel = 0; channel < out.length; channel++) {
        let sum = 0;
        for (let stem = 0; stem < heard; stem++) {
          const sample = separated[stem]![channel]![i]!;
          sum += current[stem]! * sample;
          peaks[stem] = Math.max(peaks[stem]!, Math.abs(sample));
        }
        const sample = (1 - this.hush) * (wet * sum + (1 - wet) * mix[channel]![i]!);
        out[channel]![i] = sample;
        peaks[heard] = Math.max(peaks[heard]!, Math.abs(sample));
      }
    }
    this.dry = dryShare;
  }
}
