import type { Client, Job } from "../api/client";
import { fileNameOf } from "../player/file-name";
import { save } from "../player/save";
import { peaksAt } from "./peaks";
import { bytesOfSteps, roundedSteps, stepsOf } from "./quantise";
import { HEADER_SIZE, readFile, wavHeaderOf } from "./song-folder";
import { type How, placeOf } from "./work";

/** Frames that are turned into integers at a time. */
const BLOCK_FRAMES = 1 << 18;

/**
 * What a job that was done here has, by the same questions that the server answers: waveforms, voice activity, and
 * samples by byte ranges. Files with integer samples are made when they are saved.
 */
export class HereResults implements Pick<Client, "get" | "ask" | "download"> {
  constructor(private readonly jobOf: (id: string) => Job | undefined) {}

  async get<T>(address: string): Promise<T> {
    const { id, what, name, query } = placeOf(address);
    if (what === "activity") {
      return JSON.parse(await (await readFile(id, "activity.json")).text()) as T;
    }
    const fine = new Int8Array(await (await readFile(id, `${name}.peaks`)).arrayBuffer());
    return peaksAt(Number(query.get("perSecond") ?? 200), fine, this.job(id).result!.sampleRate) as T;
  }

  /** Bytes of a track's file of floats, by `Range`. */
  async ask(address: string, init: RequestInit = {}): Promise<Response> {
    const { id, name, what } = placeOf(address);
    const range = /^bytes=(\d+)-(\d+)$/.exec(new Headers(init.headers).get("Range") ?? "");
    const file = what === "zip" ? new Blob() : await readFile(id, `${name}.wav`);
    return range ? new Response(file.slice(Number(range[1]), Number(range[2]) + 1), { status: 206 }) : new Response(file);
  }

  /** Makes a file, or the archive of all stems, and has the browser save it. */
  async download(id: string, address: string): Promise<void> {
    const { what, name, how } = placeOf(address);
    const job = this.job(id);
    if (what !== "zip") {
      save(await wavOf(job, name, how), `${fileNameOf(job.name, name === "mix" ? "original" : name)}.wav`);
      return;
    }
    const { makeZip } = await import("client-zip");
    const files = await Promise.all(job.result!.stems.map(async (stem) => ({
      name: `${fileNameOf(job.name, stem.name)}.wav`, lastModified: new Date(job.createdAt), input: await wavOf(job, stem.name, how),
    })));
    save(await new Response(makeZip(files)).blob(), `${fileNameOf(job.name, "stems")}.zip`);
  }

  private job(id: string): Job {
    const job = this.jobOf(id);
    if (!job?.result) {
      throw new RangeError("This song is not in this browser any more.");
    }
    return job;
  }
}

/** A track as a WAV file of the wanted depth, block by block; browsers keep what is made on disk. */
async function wavOf(job: Job, track: string, how: How): Promise<Blob> {
  const { stems, sampleRate, frames, gainDb } = job.result!;
  const names = stems.map((stem) => stem.name);
  const channels = stems[0]!.channels;
  const { bits } = how;
  if (bits === "32f") {
    return readFile(job.id, `${track}.wav`);
  }
  const width = Number(bits) as 16 | 24;
  const whole = job.options.keep.length === 0;
  const gain = 10 ** (gainDb / 20);
  const exact = whole && gainDb === 0 && how.songBits !== null && how.songBits <= width;
  const stem = names.indexOf(track);
  const read = async (name: string, from: number, to: number) => samplesOf(await readFile(job.id, `${name}.wav`), channels, from, to);
  const steps = async (from: number, to: number, song: Float32Array[]) => {
    if (track === "mix") {
      return exact ? roundedSteps(song, width) : stepsOf(0, [song], song, from, { bits: width, exact, gain });
    }
    const needed = exact && stem === names.length - 1 ? names : [track]; // the last stem is what the others leave
    const samples = await Promise.all(names.map((name) => (needed.includes(name) ? read(name, from, to) : Promise.resolve([]))));
    return stepsOf(stem, samples, song, from, { bits: width, exact, gain });
  };
  const parts: BlobPart[] = [wavHeaderOf(width, channels, sampleRate, frames)];
  for (let at = 0; at < frames; at += BLOCK_FRAMES) {
    const to = Math.min(frames, at + BLOCK_FRAMES);
    const song = exact || track === "mix" ? await read("mix", at, to) : [];
    parts.push(bytesOfSteps(await steps(at, to, song), width));
    await new Promise((rest) => setTimeout(rest)); // let the page breathe
  }
  if (frames * channels * width / 8 % 2 === 1) {
    parts.push(new Uint8Array(1));
  }
  return new Blob(parts, { type: "audio/wav" });
}

/** Frames `[from, to)` of a track, `[channels][frames]`. */
async function samplesOf(file: File, channels: number, from: number, to: number): Promise<Float32Array[]> {
  const bytesPerFrame = 4 * channels;
  const bytes = await file.slice(HEADER_SIZE + from * bytesPerFrame, HEADER_SIZE + to * bytesPerFrame).arrayBuffer();
  const all = new Float32Array(bytes);
  return Array.from({ length: channels }, (_, c) => {
    const channel = new Float32Array(to - from);
    for (let i = 0, at = c; i < channel.length; i++, at += channels) {
      channel[i] = all[at]!;
    }
    return channel;
  });
}
