import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { env } from "onnxruntime-web/wasm";
import { beforeAll, expect, test } from "vitest";
import { decodeFrames, readWavHeader } from "../player/wav";
import { type Card, pairsOf, planOf, readCard } from "./chunks";
import { OnnxNetwork } from "./network";
import { type MaskNetwork, Separation } from "./separation";

const core = join(import.meta.dirname, "../../../../../core/src/test/resources/golden/separate");
const runtime = join(import.meta.dirname, "../../../../node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded");

const card: Card = readCard({
  name: "m", version: "1", family: "studio", stems: ["vocals", "drums", "other"], licence: "", file: "", sha256: "", parameters: 0,
  sampleRate: 44100, fftLength: 256, hopLength: 64, lookBackFrames: 5, lookAheadFrames: 3, frameMultiple: 4, chunkFrames: 24,
});

/** Gives each stem a share that depends on the bin and, by the spectrum, on what is heard there. */
const shares: MaskNetwork = {
  run: (spectrum) => {
    const [bins, frames] = [129, card.chunkFrames];
    const mask = new Float32Array(3 * 2 * bins * frames);
    for (let side = 0; side < 2; side++) {
      for (let i = 0; i < bins * frames; i++) {
        const share = Math.min(1, Math.abs(spectrum[2 * side * bins * frames + i]!)) * 0.5;
        mask[side * bins * frames + i] = share;
        mask[(2 + side) * bins * frames + i] = 0.4;
        mask[(4 + side) * bins * frames + i] = 0.6 - share;
      }
    }
    return Promise.resolve({ mask, voice: new Float32Array(frames).fill(0.7) });
  },
};

async function separated(mix: Float32Array[], rate: number, network: MaskNetwork, of: Card, block: number) {
  const stems = of.stems.map(() => mix.map((channel) => new Float32Array(channel.length)));
  const song = mix.map((channel) => new Float32Array(channel.length));
  const heard: number[][] = [];
  let at = 0;
  const separation = new Separation(of, rate, mix.length, null, network, (parts, part, frames) => {
    parts.forEach((channels, s) => channels.forEach((samples, c) => stems[s]![c]!.set(samples.subarray(0, frames), at)));
    part.forEach((samples, c) => song[c]!.set(samples.subarray(0, frames), at));
    at += frames;
  }, (...voice) => heard.push(voice));
  for (let from = 0; from < mix[0]!.length; from += block) {
    await separation.write(mix.map((channel) => channel.subarray(from, from + block)));
  }
  await separation.finish();
  expect(at).toBe(mix[0]!.length);
  return { stems, song, heard };
}

function noise(n: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: n }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >> 16) / 65536;
  });
}

test.each([0, 1, 63, 64, 65, 1500, 20_000])("stems of %i samples have the song's length and place, and sum to it", async (n) => {
  const mix = [noise(n, 1), noise(n, 2)];
  const { stems, song, heard } = await separated(mix, 44100, shares, card, 4096);
  mix.forEach((channel, c) => {
    expect(song[c]).toEqual(channel);
    channel.forEach((sample, i) => {
      const sum = stems.reduce((all, stem) => all + stem[c]![i]!, 0);
      expect(Math.abs(sum - sample)).toBeLessThan(2 ** -22);
    });
  });
  expect(heard.length).toBe(n === 0 ? 0 : Math.ceil(n / 64) + 1);
});

test("how samples are cut into blocks changes no bit", async () => {
  const mix = [noise(9000, 3)];
  const whole = await separated(mix, 44100, shares, card, 9000);
  for (const block of [1, 333, 4096]) {
    expect((await separated(mix, 44100, shares, card, block)).stems).toEqual(whole.stems);
  }
});

test("a mask of one gives back the song, at another rate and beyond the model's bins too", async () => {
  const ones: MaskNetwork = {
    run: () => Promise.resolve({ mask: new Float32Array(3 * 2 * 129 * 24).fill(1, 0, 2 * 129 * 24), voice: null }),
  };
  const mix = [noise(5000, 4)];
  const { stems } = await separated(mix, 96000, ones, card, 5000);
  mix[0]!.forEach((sample, i) => expect(Math.abs(stems[0]![0]![i]! - sample)).toBeLessThan(2e-6));
});

test("plan and pairs are core's", () => {
  const { chunkFrames: _chunk, ...noChunk } = card;
  const studio = readCard({ ...noChunk, lookBackFrames: 123, lookAheadFrames: 123, frameMultiple: 16 });
  expect(planOf(studio)).toEqual({ chunkFrames: 768, haloBack: 128, coreFrames: 512 });
  expect(pairsOf(1, null)).toEqual([{ left: 0, right: 0 }]);
  expect(pairsOf(2, null)).toEqual([{ left: 0, right: 1 }]);
  expect(pairsOf(6, null)).toEqual([{ left: 0, right: 1 }, { left: 4, right: 5 }, { left: 2, right: 2 }]); // no LFE
  expect(pairsOf(2, 0x3 << 4)).toEqual([{ left: 0, right: 1 }]);
  expect(pairsOf(1, 0x8)).toEqual([{ left: 0, right: 0 }]); // better heard than dropped
  expect(pairsOf(9, null)).toHaveLength(9);
});

test("of two graphs the one in 8 bits is taken", () => {
  const both = { ...card, sha256: "ab", contract: "chunk" };
  expect(readCard(both)).toMatchObject({ file: "m-1.onnx", sha256: "ab" });
  expect(readCard({ ...both, int8Sha256: "cd" })).toMatchObject({ file: "m-1.int8.onnx", sha256: "cd" });
});

test("cards of networks that this page does not run are refused in words", () => {
  expect(() => readCard({ ...card, contract: "segment" })).toThrow("m: this page runs models that take chunks");
  expect(() => readCard({ ...card, voiceGate: true })).toThrow("runs on the server");
  expect(() => readCard({ ...card, stems: ["vocals"] })).toThrow('expected a model\'s card with two stems or more, found ["vocals"]');
  expect(() => readCard({ ...card, hopLength: 1.5 })).toThrow("expected a model's card with the whole number hopLength, found 1.5");
  expect(() => readCard(null)).toThrow("found undefined");
});

/** −80 dBFS, as core's own test of the same goldens has it: what chunks and float buffers may differ from a whole song in double. */
const TOLERANCE = 1e-4;

beforeAll(() => {
  env.wasm.wasmBinary = new Uint8Array(readFileSync(`${runtime}.wasm`)).buffer;
  env.wasm.wasmPaths = { mjs: pathToFileURL(`${runtime}.mjs`).href };
  env.wasm.numThreads = 1;
});

test.each(["stereo-44100", "stereo-48000", "mono-22050"])("%s: vocals are those of the plain reference", { timeout: 120_000 }, async (name) => {
  const real = readCard({ sha256: "", ...(JSON.parse(readFileSync(join(core, "studio-vocals-0.json"), "utf8")) as object) });
  const network = await OnnxNetwork.of(new Uint8Array(readFileSync(join(core, "studio-vocals-0.onnx"))), real);
  const { samples: mix, rate } = wav(`${name}/mixture.wav`);
  const { stems } = await separated(mix, rate, network, real, 4096);
  await network.close();
  wav(`${name}/vocals.wav`).samples.forEach((expected, c) => {
    let most = 0;
    expected.forEach((sample, i) => (most = Math.max(most, Math.abs(sample - stems[0]![c]![i]!))));
    expect(most).toBeLessThanOrEqual(TOLERANCE);
  });
});

function wav(name: string): { samples: Float32Array[]; rate: number } {
  const file = new Uint8Array(readFileSync(join(core, name))).buffer;
  const header = readWavHeader(file);
  const end = header.dataStart + header.frames * header.bytesPerFrame;
  return { samples: decodeFrames(file.slice(header.dataStart, end), header), rate: header.sampleRate };
}
