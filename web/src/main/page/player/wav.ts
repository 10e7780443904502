/** WAV, read and written in chunks: neither needs the whole song in memory. */

export type WavHeader = {
  kind: "int" | "float";
  bits: number;
  channels: number;
  sampleRate: number;
  /** Bytes before the first sample. */
  dataStart: number;
  /** Samples per channel. */
  frames: number;
  /** Of one frame, all channels. */
  bytesPerFrame: number;
  /** Which speakers the channels are for, as WAVE_FORMAT_EXTENSIBLE's bits; missing where the file does not say. */
  speakers?: number;
};

/** A header is found within this many bytes of any WAV that the server writes (tags come first in some). */
export const HEADER_BYTES = 4096;

/**
 * Reads RIFF, RF64 and BW64 headers with integer samples of 8, 16, 24 or 32 bits, or floats of 32 or 64.
 *
 * @param bytes the file's beginning
 * @throws RangeError that says what was found instead
 */
export function readWavHeader(bytes: ArrayBuffer): WavHeader {
  const view = new DataView(bytes);
  const tag = (at: number) =>
    at + 4 <= view.byteLength ? String.fromCharCode(...new Uint8Array(bytes, at, 4)) : "(end)";
  if (!["RIFF", "RF64", "BW64"].includes(tag(0)) || tag(8) !== "WAVE") {
    throw new RangeError(`expected a WAV file, found one that starts with ${JSON.stringify(tag(0))}`);
  }
  let format: { code: number; channels: number; sampleRate: number; align: number; bits: number; speakers: number } | undefined;
  let longData = 0;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const name = tag(at);
    const size = view.getUint32(at + 4, true);
    if (name === "ds64" && at + 24 <= view.byteLength) {
      longData = Number(view.getBigUint64(at + 16, true));
    } else if (name === "fmt " && at + 24 <= view.byteLength) {
      const code = view.getUint16(at + 8, true);
      format = {
        code: code === 0xfffe && at + 34 <= view.byteLength ? view.getUint16(at + 32, true) : code,
        speakers: code === 0xfffe && at + 34 <= view.byteLength ? view.getUint32(at + 28, true) : 0,
        channels: view.getUint16(at + 10, true),
        sampleRate: view.getUint32(at + 12, true),
        align: view.getUint16(at + 20, true),
        bits: view.getUint16(at + 22, true),
      };
    } else if (name === "data") {
      if (!format) {
        throw new RangeError("expected the WAV file's format before its samples, found none");
      }
      const { code, bits, channels, sampleRate, align, speakers } = format;
      const readable = (code === 1 && [8, 16, 24, 32].includes(bits)) || (code === 3 && [32, 64].includes(bits));
      if (!readable || channels === 0 || align !== (channels * bits) / 8) {
        throw new RangeError(`expected 8, 16, 24 or 32 bits, or floats of 32 or 64, found format ${code} of ${bits} bits`);
      }
      const length = size === 0xffffffff ? longData : size;
      return {
        kind: code === 3 ? "float" : "int",
        bits,
        channels,
        sampleRate,
        dataStart: at + 8,
        frames: Math.floor(length / align),
        bytesPerFrame: align,
        ...(speakers > 0 ? { speakers } : {}),
      };
    }
    at += 8 + size + (size & 1);
  }
  throw new RangeError(`expected samples within ${view.byteLength} bytes of the WAV file, found none`);
}

/** Samples in ±1.0, `[channels][frames]`, of whole frames that lie one after another in `bytes`. */
export function decodeFrames(bytes: ArrayBuffer, header: WavHeader): Float32Array<ArrayBuffer>[] {
  const { channels, bits, kind, bytesPerFrame } = header;
  const frames = Math.floor(bytes.byteLength / bytesPerFrame);
  const out = Array.from({ length: channels }, () => new Float32Array(frames));
  const view = new DataView(bytes);
  out.forEach((channel, c) => {
    let at = (c * bits) / 8;
    for (let i = 0; i < frames; i++, at += bytesPerFrame) {
      if (kind === "float") {
        channel[i] = bits === 64 ? view.getFloat64(at, true) : view.getFloat32(at, true);
      } else if (bits === 8) {
        channel[i] = (view.getUint8(at) - 128) / 128;
      } else if (bits === 16) {
        channel[i] = view.getInt16(at, true) / 0x8000;
      } else if (bits === 24) {
        channel[i] = ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 0x800000;
      } else {
        channel[i] = view.getInt32(at, true) / 0x80000000;
      }
    }
  });
  return out;
}

/** The largest WAV that every program reads: sizes are 32-bit. */
export const LONGEST_WAV_BYTES = 0xffffffff - 64;

/** A header of 44 bytes for stereo or mono of 24 bits. */
export function wavHeader(channels: number, sampleRate: number, frames: number): ArrayBuffer {
  const align = channels * 3;
  const data = frames * align;
  if (data > LONGEST_WAV_BYTES) {
    throw new RangeError(`expected at most 4 GB of samples, found ${(data / 1e9).toFixed(1)} GB`);
  }
  const view = new DataView(new ArrayBuffer(44));
  const text = (at: number, word: string) => [...word].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + data + (data & 1), true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * align, true);
  view.setUint16(32, align, true);
  view.setUint16(34, 24, true);
  text(36, "data");
  view.setUint32(40, data, true);
  return view.buffer;
}

/** Interleaved 24-bit samples of `[channels][frames]` in ±1.0 times `gain`; what is over full scale is cut. */
export function encodeFrames(samples: Float32Array[], gain: number): ArrayBuffer {
  const frames = samples[0]?.length ?? 0;
  const out = new Uint8Array(frames * samples.length * 3);
  let at = 0;
  for (let i = 0; i < frames; i++) {
    for (const channel of samples) {
      const v = Math.min(Math.max(Math.round((channel[i] ?? 0) * gain * 0x800000), -0x800000), 0x7fffff);
      out[at++] = v & 0xff;
      out[at++] = (v >> 8) & 0xff;
      out[at++] = (v >> 16) & 0xff;
    }
  }
  return out.buffer;
}
