import { expect, test } from "vitest";
import { decodeFrames, encodeFrames, readWavHeader, wavHeader } from "./wav";

function joined(...parts: ArrayBuffer[]): ArrayBuffer {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    out.set(new Uint8Array(part), at);
    at += part.byteLength;
  }
  return out.buffer;
}

const bytes = (...values: number[]) => new Uint8Array(values).buffer;
const ascii = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;

function header(code: number, bits: number, channels: number, dataBytes: number): ArrayBuffer {
  const fmt = new DataView(new ArrayBuffer(24));
  ["f", "m", "t", " "].forEach((c, i) => fmt.setUint8(i, c.charCodeAt(0)));
  fmt.setUint32(4, 16, true);
  fmt.setUint16(8, code, true);
  fmt.setUint16(10, channels, true);
  fmt.setUint32(12, 48000, true);
  fmt.setUint32(16, (48000 * channels * bits) / 8, true);
  fmt.setUint16(20, (channels * bits) / 8, true);
  fmt.setUint16(22, bits, true);
  const size = new DataView(new ArrayBuffer(4));
  size.setUint32(0, dataBytes, true);
  return joined(ascii("RIFF"), bytes(0, 0, 0, 0), ascii("WAVE"), fmt.buffer, ascii("data"), size.buffer);
}

test("what is written is what is read, to half a step of 24 bits", () => {
  const left = Float32Array.from([0, 0.5, -0.5, 0.25, -1, 1 - 2 ** -23]);
  const right = Float32Array.from([0.1, -0.1, 0.3, -0.3, 0.7, -0.7]);
  const file = joined(wavHeader(2, 44100, 6), encodeFrames([left, right], 1));

  const head = readWavHeader(file);
  expect(head).toEqual({
    kind: "int", bits: 24, channels: 2, sampleRate: 44100, dataStart: 44, frames: 6, bytesPerFrame: 6,
  });
  const back = decodeFrames(file.slice(head.dataStart), head);
  for (let i = 0; i < 6; i++) {
    expect(Math.abs(back[0]![i]! - left[i]!)).toBeLessThanOrEqual(2 ** -24);
    expect(Math.abs(back[1]![i]! - right[i]!)).toBeLessThanOrEqual(2 ** -24);
  }
});

test("what is over full scale is cut, not wrapped", () => {
  const head = readWavHeader(wavHeader(1, 8000, 2));
  const back = decodeFrames(encodeFrames([Float32Array.from([1.5, -1.5])], 1), head);
  expect([...back[0]!]).toEqual([1 - 2 ** -23, -1]);
});

test("16-bit, 32-bit and float samples are read at their scale", () => {
  const int16 = readWavHeader(header(1, 16, 1, 4));
  expect([...decodeFrames(bytes(0, 0x80, 0, 0x40), int16)[0]!]).toEqual([-1, 0.5]);
  const int32 = readWavHeader(header(1, 32, 1, 4));
  expect([...decodeFrames(bytes(0, 0, 0, 0xc0), int32)[0]!]).toEqual([-0.5]);
  const float = readWavHeader(header(3, 32, 1, 4));
  expect([...decodeFrames(Float32Array.from([1.25]).buffer, float)[0]!]).toEqual([1.25]);
});

test("chunks before the samples are skipped, odd ones with their padding", () => {
  const plain = header(1, 16, 2, 8);
  const tagged = joined(plain.slice(0, 12), ascii("LIST"), bytes(3, 0, 0, 0, 1, 2, 3, 0), plain.slice(12));
  expect(readWavHeader(tagged)).toMatchObject({ channels: 2, frames: 2, dataStart: 56 });
});

test("a song of more than 4 GB has its length in ds64", () => {
  const plain = header(1, 16, 2, 0xffffffff);
  const ds64 = new DataView(new ArrayBuffer(36));
  ["d", "s", "6", "4"].forEach((c, i) => ds64.setUint8(i, c.charCodeAt(0)));
  ds64.setUint32(4, 28, true);
  ds64.setBigUint64(16, 6_000_000_000n, true);
  const file = joined(ascii("RF64"), plain.slice(4, 12), ds64.buffer, plain.slice(12));
  expect(readWavHeader(file).frames).toBe(1_500_000_000);
});

test("anything else is refused with what was found", () => {
  expect(() => readWavHeader(ascii("fLaC...."))).toThrow('expected a WAV file, found one that starts with "fLaC"');
  expect(() => readWavHeader(header(1, 12, 1, 4))).toThrow("expected 8, 16, 24 or 32 bits, or floats of 32 or 64, found format 1 of 12 bits");
  expect(() => readWavHeader(header(1, 16, 1, 4).slice(0, 20))).toThrow("within 20 bytes of the WAV file, found none");
  expect(() => wavHeader(2, 192000, 1_000_000_000)).toThrow("expected at most 4 GB of samples, found 6.0 GB");
});
