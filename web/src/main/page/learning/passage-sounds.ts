import type { Client } from "../api/client";
import { decodeFrames, readWavHeader } from "../player/wav";

/** What is heard of a passage: a stem by one of both models, or the song. */
export type Version = "a" | "b";
export type Stem = "vocals" | "music" | "song";

/** Which of the sounds that is; the song is the same for both. */
export const soundName = (version: Version, stem: Stem) => (stem === "song" ? "mix.song" : `${version}.${stem}`);

/** `channels`: `[channels][frames]`, ±1.0. */
export type PassageSound = { name: string; sampleRate: number; channels: Float32Array<ArrayBuffer>[] };

/**
 * The sounds of a passage, of which there are three without a candidate and five with one. The server makes them all when
 * it is asked for the first, which takes some seconds.
 *
 * @throws RangeError if they are not of the same length and rate: then they could not be compared
 */
export async function loadPassage(client: Pick<Client, "ask">, id: string, compared: boolean, signal: AbortSignal): Promise<PassageSound[]> {
  const load = async (name: string): Promise<PassageSound> => {
    const response = await client.ask(`learning/passages/${id}/audio/${name}.wav`, { signal });
    const bytes = await response.arrayBuffer();
    const header = readWavHeader(bytes);
    return { name, sampleRate: header.sampleRate, channels: decodeFrames(bytes.slice(header.dataStart, header.dataStart + header.frames * header.bytesPerFrame), header) };
  };
  const first = await load("mix.song");
  const others = await Promise.all((compared ? ["a", "b"] : ["a"]).flatMap((version) => [load(`${version}.vocals`), load(`${version}.music`)]));
  const frames = first.channels[0]?.length ?? 0;
  for (const { name, sampleRate, channels } of others) {
    if (sampleRate !== first.sampleRate || channels[0]?.length !== frames) {
      throw new RangeError(`expected ${frames} frames at ${first.sampleRate} Hz in ${name}, found ${channels[0]?.length ?? 0} at ${sampleRate} Hz`);
    }
  }
  return [first, ...others];
}
