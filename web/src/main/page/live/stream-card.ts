import { type Trained } from "../here/stft";

/** What the page needs of the card of a model that answers frame by frame. */
export type StreamCard = Trained & {
  name: string;
  version: string;
  stems: string[];
  lookAheadFrames: number;
  frameMultiple: number;
  /** Frames of silence that bring the states to where a song begins. */
  silentFrames: number;
  /** Name of the network's file for live use. */
  file: string;
  /** Its SHA-256, in hex. */
  sha256: string;
};

/** @throws RangeError if the card is not of such a model */
export function readStreamCard(json: unknown): StreamCard {
  const given = (typeof json === "object" && json !== null ? json : {}) as Record<string, unknown>;
  const text = (name: string) => {
    const value = given[name];
    if (typeof value !== "string") {
      throw new RangeError(`expected a live model's card with the text ${name}, found ${JSON.stringify(value)}`);
    }
    return value;
  };
  const number = (name: string, least: number) => {
    const value = given[name];
    if (typeof value !== "number" || !Number.isInteger(value) || value < least) {
      throw new RangeError(`expected a live model's card with the whole number ${name} of ${least} or more, found ${JSON.stringify(value)}`);
    }
    return value;
  };
  const stems = given.stems;
  if (!Array.isArray(stems) || stems.length < 2 || !stems.every((stem) => typeof stem === "string")) {
    throw new RangeError(`expected a live model's card with two stems or more, found ${JSON.stringify(stems)}`);
  }
  const frameMultiple = number("frameMultiple", 1);
  const lookAheadFrames = number("lookAheadFrames", 0);
  const [name, version] = [text("name"), text("version")];
  return {
    name, version, stems, file: `${name}-${version}.stream.onnx`, sha256: text("streamSha256"),
    sampleRate: number("sampleRate", 1), fftLength: number("fftLength", 4), hopLength: number("hopLength", 1),
    lookAheadFrames, frameMultiple,
    silentFrames: Math.ceil((number("lookBackFrames", 0) + lookAheadFrames) / frameMultiple) * frameMultiple,
  };
}
