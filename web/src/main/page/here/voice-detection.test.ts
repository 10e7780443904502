import { expect, test } from "vitest";
import { pairsOf, readCard, readVoiceCard, type VoiceCard } from "./chunks";
import { type Listening, type OpenVoice, SongVoice } from "./song-voice";
import { framesFor, gridOf, Stft } from "./stft";
import { USUAL_THRESHOLDS } from "./voice";
import { VoiceDetection, type VoiceNetwork } from "./voice-detection";

const json = {
  name: "voice-activity", version: "1", contract: "voice", stems: [], sha256: "ab",
  sampleRate: 44100, fftLength: 256, hopLength: 64, lookBackFrames: 5, lookAheadFrames: 3, frameMultiple: 4, chunkFrames: 24,
  voiceOn: 0.5, voiceOff: 0.2, voiceMedianSeconds: 0.01,
};
const card = readVoiceCard(json);
const BINS = 129;

/** What a frame says by itself; both channels count, and differently. */
const levelOf = (left: (bin: number) => number, right: (bin: number) => number) => {
  let sum = 0;
  for (let bin = 0; bin < BINS; bin++) {
    sum += Math.abs(left(bin)) + 0.5 * Math.abs(right(bin));
  }
  return sum / 2000;
};

/** A network of the card's reach: the mean level of the five frames before, this one, and the three after; silence outside the tensor. */
function answer(levels: ArrayLike<number>): Float32Array {
  return Float32Array.from(levels, (_, t) => {
    let sum = 0;
    for (let near = t - card.lookBackFrames; near <= t + card.lookAheadFrames; near++) {
      sum += levels[near] ?? 0;
    }
    return sum / 9;
  });
}

const network: VoiceNetwork = {
  run: (spectrum) => {
    const frames = spectrum.length / (4 * BINS);
    const at = (part: number, t: number) => (bin: number) => spectrum[(part * BINS + bin) * frames + t]!;
    return Promise.resolve(answer(Array.from({ length: frames }, (_, t) => levelOf(at(0, t), at(2, t)))));
  },
};

/** The same network on the whole song at once, with the song's spectra by the plain transform. */
function atOnce(mix: readonly Float32Array[], rate: number): { probabilities: Float32Array; seconds: number } {
  const grid = gridOf(card, rate);
  const stft = new Stft(grid.fftLength, grid.hopLength);
  const samples = mix[0]!.length;
  const frames = samples === 0 ? 0 : framesFor(grid, samples);
  const spectrum = (channel: number, t: number) => {
    const into = new Float32Array(2 * stft.bins);
    stft.frame(mix[channel]!, t * grid.hopLength - grid.fftLength / 2, samples, into);
    return (bin: number) => (bin < stft.bins ? Math.fround(into[2 * bin]! * grid.scale) : 0);
  };
  const pairs = pairsOf(mix.length, null).map(({ left, right }) =>
    answer(Array.from({ length: frames }, (_, t) => levelOf(spectrum(left, t), spectrum(right, t)))));
  return {
    probabilities: Float32Array.from({ length: frames }, (_, t) => Math.max(...pairs.map((pair) => pair[t]!))),
    seconds: grid.hopLength / rate,
  };
}

async function detected(mix: readonly Float32Array[], rate: number, block: number): Promise<number[][]> {
  const heard: number[][] = [];
  const detection = new VoiceDetection(card, rate, mix.length, null, network, (...voice) => heard.push(voice));
  for (let from = 0; from < mix[0]!.length; from += block) {
    await detection.write(mix.map((channel) => channel.subarray(from, from + block)));
  }
  await detection.finish();
  return heard;
}

function noise(n: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: n }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state >> 16) / 65536) * (0.2 + 0.8 * Math.sin(i / 700) ** 2);
  });
}

/** Samples that end before, at and after the edges of a core of 12 frames (8 of halo before, 4 after), and of windows. */
const LENGTHS = [0, 1, 63, 64, 65, 127, 128, 129, 704, 705, 768, 769, 832, 1600, 20_000];

test.each(LENGTHS)("probabilities of %i samples are those of the whole song at once", async (n) => {
  const mix = [noise(n, 1), noise(n, 2)];
  const { probabilities, seconds } = atOnce(mix, 44100);
  const heard = await detected(mix, 44100, 1000);
  expect(heard.map((told) => told[2])).toEqual([...probabilities]);
  heard.forEach(([start, end], t) => {
    expect(start).toBeCloseTo((t - 0.5) * seconds, 9);
    expect(end).toBeCloseTo((t + 0.5) * seconds, 9);
  });
});

test.each([[96000, 2], [22050, 1], [48000, 6]])("they are at %i Hz with %i channels, of which the likeliest pair counts", async (rate, channels) => {
  const mix = Array.from({ length: channels }, (_, c) => noise(9000, c + 1).map((sample) => (sample * (c + 1)) / channels));
  const heard = await detected(mix, rate, 4096);
  expect(heard.map((told) => told[2])).toEqual([...atOnce(mix, rate).probabilities]);
});

test("how samples are cut into blocks changes nothing", async () => {
  const mix = [noise(9000, 3)];
  const whole = await detected(mix, 44100, 9000);
  for (const block of [1, 333, 4096]) {
    expect(await detected(mix, 44100, block)).toEqual(whole);
  }
});

test("thresholds are the card's, else the usual ones", () => {
  expect(card.voice).toEqual({ on: 0.5, off: 0.2, medianSeconds: 0.01 });
  const { voiceOn: _on, voiceOff: _off, voiceMedianSeconds: _median, ...silent } = json;
  expect(readVoiceCard(silent).voice).toEqual(USUAL_THRESHOLDS);
  expect(readVoiceCard({ ...silent, voiceOn: 0.3 }).voice).toEqual({ on: 0.3, off: 0.3, medianSeconds: 0 }); // off never above on
  expect(readCard({ ...json, contract: "chunk", stems: ["vocals", "music"], family: "studio", licence: "", parameters: 1 }).voice).toEqual(card.voice);
});

test("cards that are none of a voice model, or have no thresholds that could be, are refused in words", () => {
  expect(() => readVoiceCard({ ...json, contract: "chunk" })).toThrow('expected the card of a model of the contract voice, found "chunk"');
  expect(() => readVoiceCard({ ...json, voiceOn: 1.5 })).toThrow("expected a model's card with voiceOn from 0 to 1, found 1.5");
  expect(() => readVoiceCard({ ...json, voiceOff: 0.6 })).toThrow("expected a model's card with voiceOff from 0 to 0.5, found 0.6");
  expect(() => readVoiceCard({ ...json, voiceMedianSeconds: "a" })).toThrow('expected a model\'s card with voiceMedianSeconds from 0 to 2, found "a"');
});

const RATE = 1000;
const listening: Listening = { sampleRate: RATE, channels: 1, speakers: null, thresholds: { on: 0.3, off: 0.1, medianSeconds: 0 } };
/** Frames of 20 ms. */
const small: VoiceCard = { ...card, sampleRate: RATE, fftLength: 40, hopLength: 20, lookBackFrames: 0, lookAheadFrames: 0, chunkFrames: 24, voice: { on: 0.5, off: 0.2, medianSeconds: 0.1 } };

/** Says, frame after frame, what is given. */
function saying(probabilities: readonly number[]): VoiceNetwork {
  let at = 0;
  return { run: () => Promise.resolve(Float32Array.from({ length: small.chunkFrames }, () => probabilities[at++] ?? 0)) };
}

/** Two seconds with a vocal stem in the second one. */
async function activity(voice: OpenVoice, own: number | null) {
  const song = new SongVoice(listening, voice);
  const samples = new Float32Array(2 * RATE).fill(0.5);
  await song.write([samples]);
  song.addStem([samples.map((sample, i) => (i < RATE ? 0 : sample))], [samples], samples.length);
  for (let t = 0; own !== null && t < 20; t++) {
    song.heard(t / 10, (t + 1) / 10, t < 5 ? own : 0);
  }
  await song.finish();
  const { source, spans, stem } = song.activity(2);
  expect(stem).toBe("vocals");
  return { source, spans: spans.map((span) => [span.startSeconds.toFixed(2), span.endSeconds.toFixed(2)]), notes: song.notes };
}

test("the voice network goes before what the separating network says, and its card's thresholds count, the median too", async () => {
  const said = Array.from({ length: 101 }, (_, t) => (t === 3 ? 1 : t >= 20 && t < 40 ? 0.5 : t >= 40 && t < 60 ? 0.25 : 0));
  const told = await activity({ card: small, network: saying(said) }, 1);
  expect(told).toEqual({ source: "model", spans: [["0.39", "1.19"]], notes: [] }); // the lone frame 3 is none
});

test("without one the separating network says it, by the thresholds of its own card, else the stem's energy", async () => {
  expect(await activity(null, 0.35)).toEqual({ source: "model", spans: [["0.00", "0.50"]], notes: [] });
  const energy = await activity(null, null);
  expect(energy).toMatchObject({ source: "energy", notes: [] });
  expect(energy.spans).toHaveLength(1);
  expect(Number(energy.spans[0]![0])).toBeCloseTo(1, 1);
});

test("no song fails for want of the voice network; the result says why", async () => {
  expect(await activity({ problem: "offline" }, 0.35)).toEqual({
    source: "model", spans: [["0.00", "0.50"]], notes: ["The model that says where somebody sings could not be used (offline)"],
  });
  const broken = await activity({ card: small, network: { run: () => Promise.reject(new Error("out of memory")) } }, null);
  expect(broken).toMatchObject({ source: "energy", notes: ["The model that says where somebody sings could not be used (out of memory)"] });
});
