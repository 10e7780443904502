import {
  ADTS, type AudioSample, AudioSampleSink, BlobSource, FLAC, Input, type InputFormat, MATROSKA, MP3, MP4, OGG, QTFF, WAVE, WEBM,
} from "mediabunny";
import { decodeFrames, readWavHeader, type WavHeader } from "../player/wav";
import { SongFailure } from "./failure";
import { readLameTag } from "./lame-tag";

/** A song's samples, block by block. */
export type Decoded = {
  sampleRate: number;
  channels: number;
  /** WAVE_FORMAT_EXTENSIBLE's speaker bits, if the file says them. */
  speakers: number | null;
  /** Of the whole file; as far as its container knows it before all is decoded. */
  frames: number;
  /** Of integer samples, as the file has them; null of floats and of what was compressed. */
  bits: number | null;
  codec: string;
  blocks: AsyncGenerator<Float32Array[], void, undefined>;
};

const FORMATS = [MP3, MP4, FLAC, OGG, ADTS, WAVE, QTFF, WEBM, MATROSKA];
/** Containers that say where the song ends, to the sample (edit lists, granules); others say it in milliseconds, or not at all. */
const EXACT: readonly InputFormat[] = [MP4, QTFF, OGG];
const BLOCK_FRAMES = 65_536;
const FIRST_READ = 64 * 1024;
const LONGEST_WAV_HEAD = 64 * 1024 * 1024;
const MOST_CHANNELS = 16;
/** A decoder's time stamps are rounded, to milliseconds in some containers; only a longer gap is one. */
const LEAST_GAP_SECONDS = 0.02;
/** A gap that a damaged or lying file declares is filled with silence up to this length. */
const LONGEST_GAP_SECONDS = 3600;

/**
 * Opens a song. WAV is read here, sample by sample, so that nothing is resampled or rounded; all else is taken out of
 * its container by Mediabunny and decoded by the browser (WebCodecs), also block by block.
 *
 * @param truncated whether to take what is there of a file that is cut short
 * @throws SongFailure that says what was found
 */
export async function openSong(file: Blob, truncated: boolean): Promise<Decoded> {
  if (file.size === 0) {
    throw new SongFailure("unsupported", "expected a song, found an empty file");
  }
  const start = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const word = (at: number) => String.fromCharCode(...start.subarray(at, at + 4));
  if (["RIFF", "RF64", "BW64"].includes(word(0)) && word(8) === "WAVE") {
    const header = await headerOf(file).catch((e: unknown) => (e instanceof RangeError ? e : Promise.reject(e)));
    if (!(header instanceof RangeError)) {
      return openWav(file, header, truncated);
    }
    return openCompressed(file).catch(() => Promise.reject(new SongFailure("unsupported", header.message)));
  }
  return openCompressed(file);
}

/** The header may lie behind pictures and other chunks: the part that is read grows until it is whole. */
async function headerOf(file: Blob): Promise<WavHeader> {
  for (let size = FIRST_READ; ; size *= 16) {
    try {
      return readWavHeader(await file.slice(0, size).arrayBuffer());
    } catch (e) {
      if (size >= Math.min(file.size, LONGEST_WAV_HEAD)) {
        throw e;
      }
    }
  }
}

function openWav(file: Blob, header: WavHeader, truncated: boolean): Decoded {
  const there = Math.max(0, Math.floor((file.size - header.dataStart) / header.bytesPerFrame));
  const endless = header.frames === 0; // written to a pipe: the size was never filled in
  if (there < header.frames && !truncated) {
    throw new SongFailure("corrupt", `expected ${header.frames} frames of sound, found ${there}: the file is cut short`, true);
  }
  checkChannels(header.channels);
  const frames = endless ? there : Math.min(there, header.frames);
  return {
    sampleRate: header.sampleRate, channels: header.channels, speakers: header.speakers ?? null, frames,
    bits: header.kind === "int" ? header.bits : null, codec: header.kind === "int" ? "pcm" : "pcm float",
    blocks: wavBlocks(file, header, frames),
  };
}

async function* wavBlocks(file: Blob, header: WavHeader, frames: number): AsyncGenerator<Float32Array[], void, undefined> {
  for (let at = 0; at < frames; at += BLOCK_FRAMES) {
    const from = header.dataStart + at * header.bytesPerFrame;
    const to = from + Math.min(BLOCK_FRAMES, frames - at) * header.bytesPerFrame;
    const block = decodeFrames(await file.slice(from, to).arrayBuffer(), header);
    if (header.kind === "float") {
      block.forEach(silenceWhatIsNoNumber);
    }
    yield block;
  }
}

function silenceWhatIsNoNumber(samples: Float32Array): void {
  for (let i = 0; i < samples.length; i++) {
    if (!Number.isFinite(samples[i])) {
      samples[i] = 0;
    }
  }
}

async function openCompressed(file: Blob): Promise<Decoded> {
  if (typeof AudioDecoder === "undefined") {
    throw new SongFailure("unsupported", "this browser decodes no sound for pages (WebCodecs); take a WAV file, or a newer browser");
  }
  const input = new Input({ source: new BlobSource(file), formats: FORMATS });
  const track = await input.getPrimaryAudioTrack().catch(() => null);
  if (!track) {
    input.dispose();
    throw new SongFailure("unsupported", "expected a file with sound that this browser can read, found none");
  }
  const { numberOfChannels: channels, sampleRate } = track;
  const codec = track.codec ?? "unknown";
  if (!(await track.canDecode())) {
    input.dispose();
    throw new SongFailure("unsupported", `this browser cannot decode ${codec}; take the song as WAV, FLAC or MP3`);
  }
  checkChannels(channels);
  const tag = codec === "mp3" ? await readLameTag(file) : null;
  const all = Math.round((await track.computeDuration()) * sampleRate);
  const known = tag?.frames ?? (EXACT.includes(await input.getFormat()) ? all : null);
  return {
    sampleRate, channels, speakers: null, frames: known ?? all, bits: codec === "flac" ? 24 : null, codec,
    blocks: trimmed(decodedBlocks(input, new AudioSampleSink(track), sampleRate, channels), tag?.startSkip ?? 0, known ?? Number.POSITIVE_INFINITY),
  };
}

function checkChannels(channels: number): void {
  if (!(channels >= 1 && channels <= MOST_CHANNELS)) {
    throw new SongFailure("limit", `expected 1 to ${MOST_CHANNELS} channels, found ${channels}`);
  }
}

/** Decoded blocks, each in its place: what lies before time 0 is dropped, gaps are silence. */
async function* decodedBlocks(
  input: Input, sink: AudioSampleSink, sampleRate: number, channels: number,
): AsyncGenerator<Float32Array[], void, undefined> {
  let written = 0;
  try {
    for await (const sample of sink.samples()) {
      const place = Math.round(sample.timestamp * sampleRate);
      const samples = planes(sample, sampleRate, channels);
      const gap = written === 0 && place < 0 ? 0 : place - written;
      if (gap > LONGEST_GAP_SECONDS * sampleRate) {
        throw new SongFailure("corrupt", `expected sound without a break, found a gap of ${Math.round(gap / sampleRate)} s`);
      }
      for (let left = gap > LEAST_GAP_SECONDS * sampleRate ? gap : 0; left > 0; left -= BLOCK_FRAMES) {
        const silence = Math.min(left, BLOCK_FRAMES);
        yield Array.from({ length: channels }, () => new Float32Array(silence));
        written += silence;
      }
      const frames = samples[0]!.length;
      const drop = Math.min(frames, Math.max(0, written === 0 ? -place : 0));
      if (drop < frames) {
        yield samples.map((channel) => channel.subarray(drop));
        written += frames - drop;
      }
    }
  } finally {
    input.dispose();
  }
}

/** A decoded sample's channels; it is closed. */
function planes(sample: AudioSample, sampleRate: number, channels: number): Float32Array[] {
  try {
    if (sample.sampleRate !== sampleRate || sample.numberOfChannels !== channels) {
      throw new SongFailure("corrupt",
        `expected ${channels} channels at ${sampleRate} Hz all along, found ${sample.numberOfChannels} at ${sample.sampleRate} Hz`);
    }
    return Array.from({ length: channels }, (_, planeIndex) => {
      const plane = new Float32Array(sample.numberOfFrames);
      sample.copyTo(plane, { planeIndex, format: "f32-planar" });
      return plane;
    });
  } finally {
    sample.close();
  }
}

/** Blocks without the first `skip` frames, and no more than `most` after that. */
export async function* trimmed(
  blocks: AsyncGenerator<Float32Array[], void, undefined>, skip: number, most: number,
): AsyncGenerator<Float32Array[], void, undefined> {
  let [left, rest] = [skip, most];
  for await (const block of blocks) {
    const frames = block[0]!.length;
    const from = Math.min(left, frames);
    const to = Math.min(frames, from + rest);
    left -= from;
    rest -= to - from;
    if (to > from) {
      yield block.map((channel) => channel.subarray(from, to));
    }
    if (rest <= 0) {
      return;
    }
  }
}
