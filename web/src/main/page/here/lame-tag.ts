/** What the tag in the first frame of an mp3 says of the samples that encoder and decoder added. */
export type LameTag = {
  /** Decoded samples before the first of the song. */
  startSkip: number;
  /** Of the song, per channel. */
  frames: number;
};

const TAG_OFFSETS = [36, 21, 13]; // MPEG 1 stereo; 1 mono, 2 stereo; 2 mono
const WRITERS_OF_DELAYS = ["LAME", "Lavf", "Lavc"];
/** Of every mp3 decoder. */
const DECODER_DELAY = 529;
const LOOK_BYTES = 4096;

/**
 * Reads an mp3's LAME tag, as core's `LameTag`; null where it is missing or does not say what was added.
 * Source: the Xing header's layout and the LAME extension as documented by LAME's project ("Mp3 Info Tag rev 1").
 */
export async function readLameTag(file: Blob): Promise<LameTag | null> {
  const first = new Uint8Array(await file.slice(0, 10).arrayBuffer());
  let start = 0;
  if (first.length === 10 && String.fromCharCode(...first.subarray(0, 3)) === "ID3") {
    start = 10 + ((first[6]! & 0x7f) << 21) + ((first[7]! & 0x7f) << 14) + ((first[8]! & 0x7f) << 7) + (first[9]! & 0x7f);
  }
  return lameTagIn(new Uint8Array(await file.slice(start, start + LOOK_BYTES).arrayBuffer()));
}

/** @param bytes what follows the ID3 tag */
export function lameTagIn(bytes: Uint8Array): LameTag | null {
  const ascii = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 200 <= bytes.length; at++) {
    if (bytes[at] !== 0xff || (bytes[at + 1]! & 0xe6) !== 0xe2) { // sync, layer III
      continue;
    }
    const tag = TAG_OFFSETS.map((offset) => at + offset).find((place) => ["Xing", "Info"].includes(ascii(place)));
    if (tag === undefined) {
      continue;
    }
    const flags = view.getUint32(tag + 4);
    const count = flags & 1 ? view.getUint32(tag + 8) : 0;
    const writer = tag + 8 + (flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
    if (count === 0 || writer + 24 > bytes.length || !WRITERS_OF_DELAYS.includes(ascii(writer))) {
      return null;
    }
    const both = (bytes[writer + 21]! << 16) | (bytes[writer + 22]! << 8) | bytes[writer + 23]!;
    const [delay, padding] = [both >> 12, both & 0xfff];
    const all = count * ((bytes[at + 1]! & 0x18) === 0x18 ? 1152 : 576);
    return delay + padding > 0 && all >= delay + padding ? { startSkip: delay + DECODER_DELAY, frames: all - delay - padding } : null;
  }
  return null;
}
