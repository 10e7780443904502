import { expect, test } from "vitest";
import { binOfRow, Fft, FFT_FRAMES, ramp, rowOfHz, shade, SpectrumAt } from "./spectrum";

test("the transform is the sum it stands for", () => {
  const n = 16;
  const re = Float64Array.from({ length: n }, (_, i) => Math.sin(i * 1.7) + i / 9);
  const im = Float64Array.from({ length: n }, (_, i) => Math.cos(i * 0.4));
  const [a, b] = [re.slice(), im.slice()];
  new Fft(n).transform(a, b);
  for (let k = 0; k < n; k++) {
    let [x, y] = [0, 0];
    for (let i = 0; i < n; i++) {
      const angle = (-2 * Math.PI * k * i) / n;
      x += re[i]! * Math.cos(angle) - im[i]! * Math.sin(angle);
      y += re[i]! * Math.sin(angle) + im[i]! * Math.cos(angle);
    }
    expect(a[k]).toBeCloseTo(x, 10);
    expect(b[k]).toBeCloseTo(y, 10);
  }
});

test("a sine of full scale at a bin stands at 0 dB there, and nowhere else", () => {
  const sine = Float32Array.from({ length: 3 * FFT_FRAMES }, (_, i) => Math.sin((2 * Math.PI * 100 * i) / FFT_FRAMES));
  const levels = new SpectrumAt().compute(sine, 3000);
  expect(levels[100]).toBeCloseTo(0, 3);
  expect(levels[102]).toBeLessThan(-100);
});

test("outside the song there is silence", () => {
  expect(new SpectrumAt().compute(new Float32Array(10), 99999).every((db) => db === -140)).toBe(true);
});

test("rows go from half the sample rate at the top down to 50 Hz", () => {
  expect((binOfRow(-0.5, 200, 44100) * 44100) / FFT_FRAMES).toBeCloseTo(22050, 6);
  expect((binOfRow(199.5, 200, 44100) * 44100) / FFT_FRAMES).toBeCloseTo(50, 6);
  expect(rowOfHz((binOfRow(77, 200, 44100) * 44100) / FFT_FRAMES, 200, 44100)).toBeCloseTo(77.5, 6);
});

test("levels become shades, and shades colours", () => {
  expect([shade(-140), shade(-90), shade(-50), shade(-10), shade(3)]).toEqual([0, 0, 128, 255, 255]);
  const colours = ramp([0, 0, 0], [200, 100, 50], [255, 255, 255]);
  expect([...colours.slice(0, 3)]).toEqual([0, 0, 0]);
  expect([...colours.slice(-3)]).toEqual([255, 255, 255]);
});
