import { type Trained } from "./stft";

/** What the page needs of a model's card, with the defaults that core's `CardReader` takes. */
export type Card = Trained & {
  name: string;
  version: string;
  family: string;
  stems: string[];
  parameters: number;
  licence: string;
  lookBackFrames: number;
  lookAheadFrames: number;
  frameMultiple: number;
  chunkFrames: number;
  /** Name of the network's file: of the one in 8 bits if the model has one, which is half as large. */
  file: string;
  /** SHA-256 of that file, in hex. */
  sha256: string;
};

const SHORTEST_CHUNK = 256;
const CHUNK_PER_HALO = 3;
const roundUp = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple;

/**
 * Reads a card.
 *
 * @throws RangeError if its network is none that this page runs: another contract than chunks of spectrum, or a voice gate
 */
export function readCard(json: unknown): Card {
  const given = (typeof json === "object" && json !== null ? json : {}) as Record<string, unknown>;
  const text = (name: string) => {
    const value = given[name];
    if (typeof value !== "string") {
      throw new RangeError(`expected a model's card with the text ${name}, found ${JSON.stringify(value)}`);
    }
    return value;
  };
  const number = (name: string, fallback?: number) => {
    const value = given[name] ?? fallback;
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0) {
      throw new RangeError(`expected a model's card with the whole number ${name}, found ${JSON.stringify(value)}`);
    }
    return value;
  };
  if ((given.contract ?? "chunk") !== "chunk" || given.voiceGate === true) {
    throw new RangeError(`${text("name")}: this page runs models that take chunks and have no voice gate; this one runs on the server`);
  }
  const stems = given.stems;
  if (!Array.isArray(stems) || stems.length < 2 || !stems.every((stem) => typeof stem === "string")) {
    throw new RangeError(`expected a model's card with two stems or more, found ${JSON.stringify(stems)}`);
  }
  const frameMultiple = number("frameMultiple");
  const [lookBackFrames, lookAheadFrames] = [number("lookBackFrames"), number("lookAheadFrames")];
  const halo = roundUp(lookBackFrames, frameMultiple) + roundUp(lookAheadFrames, frameMultiple);
  const [name, version] = [text("name"), text("version")];
  const small = typeof given.int8Sha256 === "string" && given.int8Sha256 !== "";
  return {
    name, version, family: text("family"), licence: text("licence"),
    file: `${name}-${version}${small ? ".int8" : ""}.onnx`, sha256: text(small ? "int8Sha256" : "sha256"),
    stems, parameters: number("parameters"),
    sampleRate: number("sampleRate"), fftLength: number("fftLength"), hopLength: number("hopLength"),
    lookBackFrames, lookAheadFrames, frameMultiple,
    chunkFrames: number("chunkFrames", roundUp(Math.max(SHORTEST_CHUNK, halo * CHUNK_PER_HALO), frameMultiple)),
  };
}

/**
 * How a song's frames are laid into chunks, so that no chunk's edge shows in a mask: core's `ChunkPlan`. Chunk `k` has the
 * frames from `k · core − haloBack` on; only the masks of its core are used.
 */
export type ChunkPlan = { chunkFrames: number; haloBack: number; coreFrames: number };

export function planOf(card: Card): ChunkPlan {
  const haloBack = roundUp(card.lookBackFrames, card.frameMultiple);
  const coreFrames = card.chunkFrames - haloBack - roundUp(card.lookAheadFrames, card.frameMultiple);
  if (coreFrames < card.frameMultiple) {
    throw new RangeError(`${card.name}: expected chunks longer than its reach, found ${card.chunkFrames} frames`);
  }
  return { chunkFrames: card.chunkFrames, haloBack, coreFrames };
}

/** Two channels that a network hears as left and right, or one that it hears on both sides. */
export type ChannelPair = { left: number; right: number };

/** Of WAVE_FORMAT_EXTENSIBLE's speakers by their bits: left and right of front, back, side, front of centre, top front, top back. */
const SIDES = [[0, 1], [4, 5], [9, 10], [6, 7], [12, 14], [15, 17]] as const;
const LFE = 3;
/** The usual speakers of 1 to 8 channels, for files that do not say. */
const USUAL = [0x4, 0x3, 0x7, 0x33, 0x37, 0x3f, 0x70f, 0x63f];

/** The pairs of a layout, as core's `ChannelPair`: front, back, side; every other channel on its own; the LFE in none. */
export function pairsOf(channels: number, speakers: number | null): ChannelPair[] {
  const mask = speakers ?? USUAL[channels - 1] ?? 0;
  const places = Array.from({ length: 18 }, (_, bit) => bit).filter((bit) => (mask >> bit) & 1).slice(0, channels);
  const pairs: ChannelPair[] = Array.from({ length: channels - places.length }, (_, i) => ({ left: places.length + i, right: places.length + i }));
  const left = new Map(places.map((place, channel) => [place, channel]));
  for (const [l, r] of SIDES) {
    const [a, b] = [left.get(l), left.get(r)];
    if (a !== undefined && b !== undefined) {
      pairs.push({ left: a, right: b });
      left.delete(l);
      left.delete(r);
    }
  }
  left.delete(LFE);
  left.forEach((channel) => pairs.push({ left: channel, right: channel }));
  return pairs.length > 0 ? pairs : [{ left: 0, right: 0 }]; // nothing but an LFE channel: better heard than dropped
}
