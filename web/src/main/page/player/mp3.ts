import { createEncoder } from "wasm-media-encoders";
import lame from "wasm-media-encoders/wasm/mp3?url";
import type { BalanceEncoder } from "./render";

/** MPEG-1's rates; others are resampled by the encoder. A quarter of CD quality's rate goes to 44.1 kHz, larger ones to 48. */
const RATES = [32_000, 44_100, 48_000] as const;

/** MP3 of 320 kbit/s by LAME, in WebAssembly: a file of its own, so that another build of it can be put in its place. */
export async function mp3Encoder(sampleRate: number): Promise<BalanceEncoder> {
  const response = await fetch(lame);
  if (!response.ok) {
    throw new Error(`expected the encoder for MP3, found status ${response.status}; load the page again`);
  }
  const encoder = await createEncoder("audio/mpeg", await response.arrayBuffer());
  const outputSampleRate = RATES.find((rate) => rate === sampleRate) ?? (44_100 % sampleRate === 0 ? 44_100 : 48_000);
  return {
    type: "audio/mpeg",
    begin: () => {
      encoder.configure({ sampleRate, channels: 2, bitrate: 320, outputSampleRate });
      return null;
    },
    add: (samples, gain) => encoder.encode(samples.map((channel) => channel.map((x) => gain * x))).slice(), // its memory is used again
    end: () => encoder.finalize().slice(),
  };
}
