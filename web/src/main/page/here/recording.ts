import type { Recorded } from "../live/messages";
import { PeaksWriter } from "./peaks";
import { HEADER_SIZE, openFile, readFile, songFolder, wavHeaderOf } from "./song-folder";
import { writeAll, writeFile } from "./track-writer";
import { type OpenVoice, SongVoice, VOCALS } from "./song-voice";
import { USUAL_THRESHOLDS } from "./voice";
import { type CompleteOrder, type News, resultOf } from "./work";

/** Sound that is being recorded has two channels. */
const CHANNELS = 2;
const FRAME_BYTES = 4 * CHANNELS;
const BLOCK_FRAMES = 1 << 16;

/** Takes pieces from a port and appends their samples to the tracks' files, until the port says that it is over. In a worker only. */
export async function recordFrom(port: MessagePort, id: string, tracks: readonly string[]): Promise<void> {
  const folder = await songFolder(id);
  const files: FileSystemSyncAccessHandle[] = [];
  let at = HEADER_SIZE;
  try {
    for (const track of tracks) {
      const file = await openFile(folder, `${track}.wav`);
      files.push(file);
      file.truncate(HEADER_SIZE);
    }
    await new Promise<void>((over, failed) => {
      port.onmessage = (e: MessageEvent<Recorded>) => {
        try {
          if (e.data === null) {
            over();
            return;
          }
          e.data.forEach((samples, track) => writeAll(files[track]!, interleaved(samples), at));
          at += FRAME_BYTES * e.data[0]![0]!.length;
        } catch (problem) {
          failed(problem);
        }
      };
    });
  } finally {
    port.close();
    files.forEach((file) => file.close());
  }
}

function interleaved([left, right]: Float32Array[]): Uint8Array<ArrayBuffer> {
  const out = new Float32Array(CHANNELS * left!.length);
  for (let i = 0; i < left!.length; i++) {
    out[2 * i] = left![i]!;
    out[2 * i + 1] = right![i]!;
  }
  return new Uint8Array(out.buffer);
}

/**
 * Makes a song of a recording: headers, waveforms, voice activity. The shortest track says how long it is: a page that was
 * closed in the middle of a piece has written some tracks further than others. Memory is that of a block and of a chunk of
 * the voice network.
 */
export async function completeRecording(
  { id, stems, sampleRate }: CompleteOrder, openVoice: () => Promise<OpenVoice>, tell: (news: News) => void,
): Promise<void> {
  const folder = await songFolder(id);
  const tracks = [...stems, "mix"];
  const files = await Promise.all(tracks.map((track) => readFile(id, `${track}.wav`)));
  const frames = Math.max(0, Math.floor((Math.min(...files.map((file) => file.size)) - HEADER_SIZE) / FRAME_BYTES));
  const waves = tracks.map(() => new PeaksWriter(sampleRate));
  const voice = new SongVoice({ sampleRate, channels: CHANNELS, speakers: null, thresholds: USUAL_THRESHOLDS }, await openVoice());
  const vocals = tracks.indexOf(VOCALS);
  for (let from = 0; from < frames; from += BLOCK_FRAMES) {
    const to = Math.min(frames, from + BLOCK_FRAMES);
    const block = await Promise.all(files.map(async (file) =>
      apart(new Float32Array(await file.slice(HEADER_SIZE + from * FRAME_BYTES, HEADER_SIZE + to * FRAME_BYTES).arrayBuffer()))));
    block.forEach((samples, track) => waves[track]!.add(samples, to - from));
    await voice.write(block.at(-1)!);
    if (vocals >= 0) {
      voice.addStem(block[vocals]!, block.at(-1)!, to - from);
    }
    tell({ kind: "working", share: Math.min(0.999, to / frames) });
  }
  await voice.finish();
  const peaks = new Map<string, number>();
  for (const [i, track] of tracks.entries()) {
    const file = await openFile(folder, `${track}.wav`);
    try {
      file.truncate(HEADER_SIZE + frames * FRAME_BYTES);
      writeAll(file, new Uint8Array(wavHeaderOf("32f", CHANNELS, sampleRate, frames)), 0);
    } finally {
      file.close();
    }
    await writeFile(folder, `${track}.peaks`, new Uint8Array(waves[i]!.finish().buffer));
    peaks.set(track, waves[i]!.peak);
  }
  const seconds = frames / sampleRate;
  await writeFile(folder, "activity.json", new TextEncoder().encode(JSON.stringify(voice.activity(seconds))));
  const result = resultOf(id, { stems, peaks, sampleRate, channels: CHANNELS, frames, how: { bits: "32f", songBits: null }, elapsedSeconds: seconds, notes: voice.notes });
  tell({ kind: "done", result, input: { bytes: frames * FRAME_BYTES, sha256: "", seconds, sampleRate, channels: CHANNELS } });
}

function apart(samples: Float32Array): Float32Array[] {
  const channels = [new Float32Array(samples.length / CHANNELS), new Float32Array(samples.length / CHANNELS)];
  for (let i = 0; i < channels[0]!.length; i++) {
    channels[0]![i] = samples[2 * i]!;
    channels[1]![i] = samples[2 * i + 1]!;
  }
  return channels;
}
