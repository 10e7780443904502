import { decodeFrames, readWavHeader } from "../player/wav";

/** The coarse waveform of a song that is not taken apart yet: the greatest sample of each point, 0 to 1. */
export type Outline = {
  /** `[POINTS]`; points that are not known yet are NaN. */
  points: Float32Array;
  /** Of the whole song. */
  seconds: number;
};

export const POINTS = 600;

/** Compressed files up to this size are decoded by the browser, which holds all of their samples for a moment. */
const MOST_COMPRESSED_BYTES = 16 * 1024 * 1024;
const MOST_ON_SMALL_DEVICES_BYTES = 6 * 1024 * 1024;
const WAV_HEADER_BYTES = 64 * 1024;
/** Of a long WAV only so many frames of each point are read. */
const MOST_FRAMES_OF_A_POINT = 8192;
const POINTS_AT_ONCE = 30;

/** Draws a file's waveform, bit by bit where the file allows it; the last one that is shown is whole. None if the
 * browser cannot read the file: the server may be able to. */
export async function outlineOf(file: Blob, show: (outline: Outline) => void): Promise<void> {
  const beginning = await file.slice(0, WAV_HEADER_BYTES).arrayBuffer();
  if (new TextDecoder("latin1").decode(beginning.slice(0, 4)) === "RIFF") {
    await outlineOfWav(file, beginning, show);
    return;
  }
  const memory = (navigator as { deviceMemory?: number }).deviceMemory;
  if (file.size <= (memory !== undefined && memory < 4 ? MOST_ON_SMALL_DEVICES_BYTES : MOST_COMPRESSED_BYTES)) {
    const sound = await new OfflineAudioContext(1, 1, 8000).decodeAudioData(await file.arrayBuffer());
    const channels = Array.from({ length: sound.numberOfChannels }, (_, c) => sound.getChannelData(c));
    show({ points: pointsOf(channels, POINTS), seconds: sound.duration });
  }
}

async function outlineOfWav(file: Blob, beginning: ArrayBuffer, show: (outline: Outline) => void): Promise<void> {
  const header = readWavHeader(beginning);
  const there = Math.floor((file.size - header.dataStart) / header.bytesPerFrame);
  const frames = Math.min(header.frames, there);
  const points = new Float32Array(POINTS).fill(Number.NaN);
  for (let i = 0; i < POINTS; i++) {
    const from = Math.floor((i * frames) / POINTS);
    const to = Math.min(Math.floor(((i + 1) * frames) / POINTS), from + MOST_FRAMES_OF_A_POINT);
    const at = header.dataStart + from * header.bytesPerFrame;
    const bytes = await file.slice(at, at + (to - from) * header.bytesPerFrame).arrayBuffer();
    points[i] = greatest(decodeFrames(bytes, header), 0, to - from);
    if ((i + 1) % POINTS_AT_ONCE === 0) {
      show({ points: points.slice(), seconds: frames / header.sampleRate });
    }
  }
}

/** `[channels][frames]` in so many points; every sample is in one of them. */
export function pointsOf(channels: readonly Float32Array[], count: number): Float32Array {
  const frames = channels[0]?.length ?? 0;
  return Float32Array.from({ length: count }, (_, i) =>
    greatest(channels, Math.floor((i * frames) / count), Math.floor(((i + 1) * frames) / count)),
  );
}

/** The waveform of a song that the server knows: its peaks, −128 to 127, least and greatest in turn. */
export function outlineOfPeaks(data: readonly number[], seconds: number): Outline {
  const pairs = Math.floor(data.length / 2);
  const points = Float32Array.from({ length: POINTS }, (_, i) => {
    let most = 0;
    const from = Math.floor((i * pairs) / POINTS);
    for (let p = from; p < Math.min(pairs, Math.max(from + 1, Math.floor(((i + 1) * pairs) / POINTS))); p++) {
      most = Math.max(most, -data[2 * p]!, data[2 * p + 1]!);
    }
    return most / 128;
  });
  return { points, seconds };
}

/** The points of a part, as many as before, for jobs that take only that part. */
export function partOf(outline: Outline, start: number, duration: number | undefined): Outline {
  const end = Math.min(outline.seconds, duration === undefined ? outline.seconds : start + duration);
  if (start <= 0 && end >= outline.seconds) {
    return outline;
  }
  const span = Math.max(0, end - start);
  const points = Float32Array.from({ length: outline.points.length }, (_, i) => {
    const at = (start + (span * i) / outline.points.length) / outline.seconds;
    return outline.points[Math.floor(at * outline.points.length)] ?? 0;
  });
  return { points, seconds: span };
}

function greatest(channels: readonly Float32Array[], from: number, to: number): number {
  let most = 0;
  for (const channel of channels) {
    for (let i = from; i < to; i++) {
      most = Math.max(most, Math.abs(channel[i]!));
    }
  }
  return Math.min(1, most);
}
