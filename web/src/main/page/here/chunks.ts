import { type Trained } from "./stft";
import { USUAL_THRESHOLDS, type VoiceThresholds } from "./voice";

/** What the page needs of the card of a model that takes chunks of spectrum, with the defaults that core's `CardReader` takes. */
export type ChunkCard = Trained & {
  name: string;
  version: string;
  lookBackFrames: number;
  lookAheadFrames: number;
  frameMultiple: number;
  chunkFrames: number;
  /** Name of the network's file: of the one in 8 bits if the model has one, which is half as large. */
  file: string;
  /** SHA-256 of that file, in hex. */
  sha256: string;
  voice: VoiceThresholds;
};

/** Of a model that takes songs apart. */
export type Card = ChunkCard & { family: string; stems: string[]; parameters: number; licence: string };

/** Of a model that says where somebody sings, and nothing else. */
export type VoiceCard = ChunkCard;

const SHORTEST_CHUNK = 256;
const CHUNK_PER_HALO = 3;
const roundUp = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple;

/**
 * Reads the card of a model that takes songs apart.
 *
 * @throws RangeError if its network is none that this page runs: another contract than chunks of spectrum, or a voice gate
 */
export function readCard(json: unknown): Card {
  const fields = new Fields(json);
  const { contract, voiceGate, stems } = fields.given;
  if ((contract ?? "chunk") !== "chunk" || voiceGate === true) {
    throw new RangeError(`${fields.text("name")}: this page runs models that take chunks and have no voice gate; this one runs on the server`);
  }
  if (!Array.isArray(stems) || stems.length < 2 || !stems.every((stem) => typeof stem === "string")) {
    throw new RangeError(`expected a model's card with two stems or more, found ${JSON.stringify(stems)}`);
  }
  return { ...chunkCard(fields), family: fields.text("family"), licence: fields.text("licence"), stems, parameters: fields.number("parameters") };
}

/**
 * Reads the card of a model that says where somebody sings.
 *
 * @throws RangeError if it is none of such a model
 */
export function readVoiceCard(json: unknown): VoiceCard {
  const fields = new Fields(json);
  if (fields.given.contract !== "voice") {
    throw new RangeError(`expected the card of a model of the contract voice, found ${JSON.stringify(fields.given.contract)}`);
  }
  return chunkCard(fields);
}

function chunkCard(fields: Fields): ChunkCard {
  const frameMultiple = fields.number("frameMultiple");
  const [lookBackFrames, lookAheadFrames] = [fields.number("lookBackFrames"), fields.number("lookAheadFrames")];
  const halo = roundUp(lookBackFrames, frameMultiple) + roundUp(lookAheadFrames, frameMultiple);
  const [name, version] = [fields.text("name"), fields.text("version")];
  const { int8Sha256 } = fields.given;
  const small = typeof int8Sha256 === "string" && int8Sha256 !== "";
  return {
    name, version, file: `${name}-${version}${small ? ".int8" : ""}.onnx`, sha256: fields.text(small ? "int8Sha256" : "sha256"),
    sampleRate: fields.number("sampleRate"), fftLength: fields.number("fftLength"), hopLength: fields.number("hopLength"),
    lookBackFrames, lookAheadFrames, frameMultiple,
    chunkFrames: fields.number("chunkFrames", roundUp(Math.max(SHORTEST_CHUNK, halo * CHUNK_PER_HALO), frameMultiple)),
    voice: thresholdsOf(fields),
  };
}

/** The thresholds that a card says, else the usual ones; the second is never above the first. */
function thresholdsOf(fields: Fields): VoiceThresholds {
  const on = fields.real("voiceOn", USUAL_THRESHOLDS.on, 1);
  const off = fields.real("voiceOff", Math.min(USUAL_THRESHOLDS.off, on), on);
  return { on, off, medianSeconds: fields.real("voiceMedianSeconds", USUAL_THRESHOLDS.medianSeconds, 2) };
}

/** What is in a card's JSON, checked. */
class Fields {
  readonly given: Record<string, unknown>;

  constructor(json: unknown) {
    this.given = (typeof json === "object" && json !== null ? json : {}) as Record<string, unknown>;
  }

  text(name: string): string {
    const value = this.given[name];
    if (typeof value !== "string") {
      throw new RangeError(`expected a model's card with the text ${name}, found ${JSON.stringify(value)}`);
    }
    return value;
  }

  /** A whole number of 0 or more. */
  number(name: string, otherwise?: number): number {
    const value = this.given[name] ?? otherwise;
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0) {
      throw new RangeError(`expected a model's card with the whole number ${name}, found ${JSON.stringify(value)}`);
    }
    return value;
  }

  /** A number from 0 to `most`. */
  real(name: string, otherwise: number, most: number): number {
    const value = this.given[name] ?? otherwise;
    if (typeof value !== "number" || !(value >= 0 && value <= most)) {
      throw new RangeError(`expected a model's card with ${name} from 0 to ${most}, found ${JSON.stringify(value)}`);
    }
    return value;
  }
}

/**
 * How a song's frames are laid into chunks, so that no chunk's edge shows in a mask: core's `ChunkPlan`. Chunk `k` has the
 * frames from `k · core − haloBack` on; only the masks of its core are used.
 */
export type ChunkPlan = { chunkFrames: number; haloBack: number; coreFrames: number };

export function planOf(card: ChunkCard): ChunkPlan {
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
