import type { Peaks } from "../api/client";

/** Points a second that are kept; a page asks for this many or a divisor. */
const FINE = 200;

/**
 * The waveform of a track while it is made: least and greatest sample of short intervals, over all channels, as the
 * server makes it. Kept as bytes, −128 to 127, least and greatest in turn.
 */
export class PeaksWriter {
  private bytes = new Int8Array(4096);
  private points = 0;
  private inPoint = 0;
  private least = 0;
  private most = 0;
  private readonly framesPerPoint: number;
  /** The greatest sample of all. */
  peak = 0;

  constructor(sampleRate: number) {
    this.framesPerPoint = finePoint(sampleRate);
  }

  add(channels: readonly Float32Array[], frames: number): void {
    for (let i = 0; i < frames; i++) {
      if (this.inPoint === 0) {
        this.least = this.most = channels[0]![i]!;
      }
      for (const channel of channels) {
        const sample = channel[i]!;
        this.least = sample < this.least ? sample : this.least;
        this.most = sample > this.most ? sample : this.most;
      }
      if (++this.inPoint === this.framesPerPoint) {
        this.end();
      }
    }
  }

  /** All points, `[2 · points]`. */
  finish(): Int8Array<ArrayBuffer> {
    if (this.inPoint > 0) {
      this.end();
    }
    return this.bytes.slice(0, 2 * this.points);
  }

  private end(): void {
    if (2 * this.points === this.bytes.length) {
      const larger = new Int8Array(2 * this.bytes.length);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[2 * this.points] = Math.min(Math.max(Math.round(128 * this.least), -128), 127);
    this.bytes[2 * this.points + 1] = Math.min(Math.max(Math.round(128 * this.most), -128), 127);
    this.peak = Math.max(this.peak, -this.least, this.most);
    this.points++;
    this.inPoint = 0;
  }
}

/** The waveform at so many points a second, in the form that the server has for it. */
export function peaksAt(perSecond: number, fine: Int8Array, sampleRate: number): Peaks {
  const group = FINE / perSecond;
  const points = Math.floor(fine.length / 2);
  const data: number[] = [];
  for (let from = 0; from < points; from += group) {
    let [least, most] = [127, -128];
    for (let i = from; i < Math.min(points, from + group); i++) {
      least = Math.min(least, fine[2 * i]!);
      most = Math.max(most, fine[2 * i + 1]!);
    }
    data.push(least, most);
  }
  return { version: 2, channels: 1, sample_rate: sampleRate, samples_per_pixel: finePoint(sampleRate) * group, bits: 8, length: data.length / 2, data };
}

function finePoint(sampleRate: number): number {
  return Math.max(1, Math.round(sampleRate / FINE));
}
