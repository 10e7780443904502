import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isSmooth, RealFft } from "./fft";
import { framesFor, gridOf, OverlapAdd, Stft } from "./stft";

/** What core's `BrowserGoldenTest` holds. */
const golden = join(import.meta.dirname, "../../../../../core/src/test/resources/golden/spectrum");
const MODEL = { sampleRate: 44100, fftLength: 4096, hopLength: 1024 };

function signal(n: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: n }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >> 16) / 32768;
  });
}

test("grids are core's", () => {
  const lines = readFileSync(join(golden, "grids.csv"), "utf8").trim().split(/\r?\n/);
  expect(lines.length).toBe(11);
  for (const line of lines) {
    const [rate, fftLength, hopLength, scale] = line.split(",").map(Number);
    const grid = gridOf(MODEL, rate!);
    expect([grid.fftLength, grid.hopLength], line).toEqual([fftLength, hopLength]);
    expect(grid.scale, line).toBe(Math.fround(scale!));
  }
});

test.each([22050, 44100, 48000])("frames at %i Hz are core's", (rate) => {
  const grid = gridOf(MODEL, rate);
  const stft = new Stft(grid.fftLength, grid.hopLength);
  const bytes = readFileSync(join(golden, `frames-${rate}.f32`));
  const expected = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const spectrum = new Float32Array(2 * stft.bins);
  expect(expected.length).toBe(2 * spectrum.length);
  [0, 3].forEach((frame, i) => {
    stft.frame(signal(9001), frame * grid.hopLength - grid.fftLength / 2, 9001, spectrum);
    for (let k = 0; k < spectrum.length; k++) {
      expect(Math.abs(spectrum[k]! - expected[i * spectrum.length + k]!), `frame ${frame}, number ${k}`).toBeLessThanOrEqual(1e-4);
    }
  });
});

test.each([4, 6, 8, 10, 12, 14, 20, 28, 30, 42, 64, 70, 96, 210, 4480])("a transform of %i samples is the sum that defines it", (n) => {
  const x = signal(n);
  const data = new Float64Array(n + 2);
  data.set(x);
  const fft = new RealFft(n);
  fft.forward(data);
  for (const b of n < 300 ? Array.from({ length: n / 2 + 1 }, (_, i) => i) : [0, 1, 7, 1000, n / 2]) {
    let [re, im] = [0, 0];
    x.forEach((sample, i) => {
      re += sample * Math.cos((2 * Math.PI * b * i) / n);
      im -= sample * Math.sin((2 * Math.PI * b * i) / n);
    });
    expect(data[2 * b], `bin ${b}`).toBeCloseTo(re, 8);
    expect(data[2 * b + 1], `bin ${b}`).toBeCloseTo(im, 8);
  }
  fft.inverse(data);
  x.forEach((sample, i) => expect(data[i]).toBeCloseTo(sample, 12));
});

test.each([
  [4000, 256, 64], [4001, 256, 128], [255, 256, 128], [500, 96, 40], [1, 64, 16], [0, 64, 16], [63, 64, 32], [64, 64, 32],
  [65, 64, 16], [4481, 4480, 1120],
])("%i samples come back from %i / %i", (n, size, hop) => {
  const x = signal(n);
  const stft = new Stft(size, hop);
  const join = new OverlapAdd(stft);
  const back = new Float32Array(n);
  const spectrum = new Float32Array(2 * stft.bins);
  let done = 0;
  for (let t = 0; t < framesFor({ ...gridOf(MODEL, 44100), hopLength: hop }, n); t++) {
    stft.frame(x, t * hop - size / 2, n, spectrum);
    join.add(spectrum);
    done += join.take(back, done);
  }
  join.finish();
  done += join.take(back, done);
  expect(done).toBe(n);
  x.forEach((sample, i) => expect(Math.abs(back[i]! - sample)).toBeLessThan(2e-6));
});

test("a length that there is no transform of is refused", () => {
  expect(isSmooth(22)).toBe(false);
  expect(() => new RealFft(22)).toThrow("expected an even length of at least 4 without prime factors above 7, found 22");
  expect(() => new RealFft(7)).toThrow("found 7");
});
