import type { Activity, Bits, Job } from "../api/client";
import type { Card } from "./chunks";
import { type Decoded, openSong, trimmed } from "./decoding";
import { SongFailure } from "./failure";
import { type MaskNetwork, Separation } from "./separation";
import { readFile, songFolder } from "./song-folder";
import { copyFile, TrackWriter, writeFile } from "./track-writer";
import { type OpenVoice, SongVoice, VOCALS } from "./song-voice";
import { type News, type Order, resultOf } from "./work";

/** What a song is taken apart with. */
type Networks = { network: MaskNetwork; voice: OpenVoice };

/** Takes one song apart, into its folder. Memory is that of a chunk; samples go to disk as they come. */
export async function takeApart(
  { id, file, options, card }: Order, openNetworks: () => Promise<Networks>, tell: (news: News) => void,
): Promise<void> {
  const began = performance.now();
  const folder = await songFolder(id);
  if (file) {
    await copyFile(folder, "input", file);
  }
  const input = await readFile(id, "input");
  tell({ kind: "kept" });
  const song = partOf(await openSong(input, options.truncated ?? false), options);
  const kept = options.keep.length > 0 ? card.stems.filter((stem) => options.keep.includes(stem)) : card.stems;
  await checkRoom(song, kept.length + 1);
  const networks = await openNetworks();
  const made = await separate(song, networks, card, kept, folder, (frames) =>
    tell({ kind: "working", share: Math.min(0.999, frames / Math.max(1, song.frames)) }),
  );
  await writeFile(folder, "activity.json", new TextEncoder().encode(JSON.stringify(made.activity)));
  const { sampleRate, channels } = song;
  const seconds = made.frames / sampleRate;
  const bits = options.bits ?? bitsOf(song);
  const result = resultOf(id, {
    stems: kept, peaks: made.peaks, sampleRate, channels, frames: made.frames, how: { bits, songBits: song.bits },
    elapsedSeconds: (performance.now() - began) / 1000, notes: made.notes,
  });
  tell({ kind: "done", result, input: { bytes: input.size, sha256: "", seconds, sampleRate, channels, codec: song.codec } });
}

/** What a file is written with if nothing was chosen, as the server does it: the song's own depth; 16 bits for lossy songs. */
function bitsOf(song: Decoded): Bits {
  if (song.codec === "pcm float" || (song.bits ?? 0) > 24) {
    return "32f";
  }
  return song.bits === null || song.bits <= 16 ? "16" : "24";
}

function partOf(song: Decoded, options: Job["options"]): Decoded {
  const from = Math.round(options.start * song.sampleRate);
  const most = options.duration === undefined ? Number.POSITIVE_INFINITY : Math.round(options.duration * song.sampleRate);
  const frames = Math.max(0, Math.min(song.frames - from, most));
  if (from > 0 && frames === 0) {
    throw new SongFailure("limit", `expected a start before the song's end at ${(song.frames / song.sampleRate).toFixed(1)} s, found ${options.start} s`);
  }
  return from === 0 && most === Number.POSITIVE_INFINITY ? song : { ...song, frames, blocks: trimmed(song.blocks, from, most) };
}

async function checkRoom(song: Decoded, tracks: number): Promise<void> {
  const needed = 4 * song.frames * song.channels * tracks;
  const { quota, usage } = await navigator.storage.estimate();
  if (quota !== undefined && usage !== undefined && quota - usage < needed) {
    const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
    throw new SongFailure("storage",
      `expected ${gigabytes(needed)} that this browser has free for the page, found ${gigabytes(Math.max(0, quota - usage))}; remove songs from the list, or take a part of this one`);
  }
}

type Made = { frames: number; peaks: Map<string, number>; activity: Activity; notes: string[] };

async function separate(
  song: Decoded, networks: Networks, card: Card, kept: readonly string[], folder: FileSystemDirectoryHandle, progress: (frames: number) => void,
): Promise<Made> {
  const { sampleRate, channels } = song;
  const writers: TrackWriter[] = [];
  try {
    for (const name of [...kept, "mix"]) {
      writers.push(await TrackWriter.open(folder, name, channels, sampleRate));
    }
    const voice = new SongVoice({ sampleRate, channels, speakers: song.speakers, thresholds: card.voice }, networks.voice);
    const vocals = card.stems.indexOf(VOCALS);
    let frames = 0;
    const separation = new Separation(card, sampleRate, channels, song.speakers, networks.network, (stems, mix, count) => {
      writers.forEach((writer) => writer.write(writer.name === "mix" ? mix : stems[card.stems.indexOf(writer.name)]!, count));
      if (vocals >= 0) {
        voice.addStem(stems[vocals]!, mix, count);
      }
      frames += count;
      progress(frames);
    }, voice.heard);
    for await (const block of song.blocks) {
      await voice.write(block);
      await separation.write(block);
    }
    await separation.finish();
    await voice.finish();
    if (frames === 0) {
      throw new SongFailure("unsupported", "expected sound, found 0 samples");
    }
    const peaks = new Map<string, number>();
    for (const writer of writers) {
      peaks.set(writer.name, await writer.finish());
    }
    return { frames, peaks, activity: voice.activity(frames / sampleRate), notes: voice.notes };
  } catch (e) {
    writers.forEach((writer) => writer.close()); // closing twice does nothing
    throw e;
  }
}
