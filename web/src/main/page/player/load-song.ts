import type { Activity, Job, Peaks, Results } from "../api/client";
import { drafts } from "../drafts";
import { stemName } from "../texts";
import { Engine } from "./engine";
import type { LoadedSong } from "./loaded-song";
import { memoryLimit, Sound, type Track } from "./sound";

/** Fetches what the player needs of a job that is done. @param modelStems all that its model gives, if that is known */
export async function loadSong(client: Results, job: Job, modelStems: readonly string[] | null): Promise<LoadedSong> {
  const { stems, mix, activity } = job.result!;
  const whole = job.options.keep.length === 0 || (modelStems?.every((s) => stems.some((stem) => stem.name === s)) ?? false);
  const files = whole ? stems : [...stems, mix];
  const tracks: Track[] = files.map((file) => ({ name: stemName(file.name), wav: file.files.wav }));
  const memory = (navigator as { deviceMemory?: number }).deviceMemory;
  const sound = new Sound(tracks, (address, from, to) => bytesOf(client, address, from, to), memoryLimit(memory));
  const drawn = [...stems, mix];
  const [, spans, ...peaks] = await Promise.all([
    sound.open(),
    activity === undefined ? null : client.get<Activity>(activity), // only where the model knows a voice
    ...drawn.map((file) => client.get<Peaks>(`${file.peaks}?perSecond=${job.result!.seconds < 1200 ? 200 : 50}`)),
  ]);
  void sound.load(0).catch(() => {
    // Playing fetches again, and shows what is wrong.
  });
  const engine = new Engine(sound, stems.length, whole);
  engine.restore(drafts.of(job.id));
  return { job, engine, peaks: new Map(drawn.map((file, i) => [file.name, peaks[i]!])), activity: spans };
}

async function bytesOf(client: Results, address: string, from: number, to: number): Promise<ArrayBuffer> {
  const response = await client.ask(address, { headers: { Range: `bytes=${from}-${to - 1}` } });
  const bytes = await response.arrayBuffer();
  return response.status === 206 ? bytes : bytes.slice(from, to); // a proxy may have left the range out
}
