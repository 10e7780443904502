import { InferenceSession, Tensor, env } from "onnxruntime-web/wasm";
import type { Card } from "./chunks";
import { SongFailure } from "./failure";
import type { MaskNetwork } from "./separation";

/** Where runtime and model come from; all of the page's own host. */
export type Addresses = {
  /** ONNX Runtime's WebAssembly, packed by gzip. */
  runtime: string;
  /** Its loader, a module of JavaScript. */
  loader: string;
  model: string;
};

/** Told while something is fetched: bytes that are here, and bytes in all (0 = not known). */
export type FetchListener = (loaded: number, total: number) => void;

/** More are slower: the network's layers are small. */
const MOST_THREADS = 4;

/** A model in ONNX Runtime, ready to run. */
export class OnnxNetwork implements MaskNetwork {
  private constructor(private readonly session: InferenceSession, private readonly card: Card) {}

  /**
   * Fetches what is needed and opens the model; the runtime is fetched once.
   *
   * @throws SongFailure if the model is not the one that its card describes
   */
  static async open(card: Card, addresses: Addresses, told: FetchListener): Promise<OnnxNetwork> {
    const most = globalThis.crossOriginIsolated ? Math.min(MOST_THREADS, Math.max(1, Math.ceil(navigator.hardwareConcurrency / 2))) : 1;
    return OnnxNetwork.of(await fetchNetwork(card, addresses, most, told), card);
  }

  /** Opens a model whose bytes are here; the runtime is set up. */
  static async of(model: Uint8Array, card: Card): Promise<OnnxNetwork> {
    try {
      return new OnnxNetwork(await InferenceSession.create(model, { executionProviders: ["wasm"] }), card);
    } catch (e) {
      throw new SongFailure("model", `${card.name}: the model could not be opened here (${e instanceof Error ? e.message : String(e)})`);
    }
  }

  async run(spectrum: Float32Array<ArrayBuffer>): Promise<{ mask: Float32Array; voice: Float32Array | null }> {
    const { stems, fftLength, chunkFrames } = this.card;
    const bins = fftLength / 2 + 1;
    const results = await this.session.run({ spectrum: new Tensor("float32", spectrum, [1, 4, bins, chunkFrames]) });
    const mask = floats(results.mask);
    if (mask?.length !== stems.length * 2 * bins * chunkFrames) {
      throw new SongFailure("model", `${this.card.name}: expected masks of ${stems.length} stems, found ${mask?.length ?? "no"} numbers`);
    }
    return { mask, voice: floats(results.voice) };
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}

/**
 * Fetches runtime and model, and sets the runtime up.
 *
 * @param card of the model: its name, and the SHA-256 of the file that is meant
 * @throws SongFailure if the model is not the one that its card describes
 */
export async function fetchNetwork(card: Pick<Card, "name" | "sha256">, addresses: Addresses, threads: number, told: FetchListener): Promise<Uint8Array> {
  const [runtime, model] = await fetchAll([addresses.runtime, addresses.model], told);
  await checkHash(model!, card);
  env.wasm.wasmBinary = await unpacked(runtime!);
  env.wasm.wasmPaths = { mjs: addresses.loader };
  env.wasm.numThreads = threads;
  return model!;
}

export function floats(tensor: Tensor | undefined): Float32Array | null {
  return tensor?.data instanceof Float32Array ? tensor.data : null;
}

async function fetchAll(addresses: readonly string[], told: FetchListener): Promise<Uint8Array<ArrayBuffer>[]> {
  const loaded = addresses.map(() => 0);
  const totals = addresses.map(() => 0);
  const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0);
  return Promise.all(
    addresses.map((address, i) =>
      fetchBytes(address, (bytes, total) => {
        loaded[i] = bytes;
        totals[i] = total;
        told(sum(loaded), totals.every((t) => t > 0) ? sum(totals) : 0);
      }),
    ),
  );
}

async function fetchBytes(address: string, told: FetchListener): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(address).catch(() => null);
  if (!response?.ok || !response.body) {
    throw new SongFailure("model", response
      ? `this model is not offered for the browser (status ${response.status}); choose another one`
      : "the model could not be fetched: this device seems to be offline, and it was not fetched before");
  }
  const total = response.headers.has("Content-Encoding") ? 0 : Number(response.headers.get("Content-Length") ?? 0);
  const parts: Uint8Array[] = [];
  let loaded = 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    loaded += part.value.length;
    told(loaded, total);
  }
  const bytes = new Uint8Array(loaded);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

async function checkHash(model: Uint8Array<ArrayBuffer>, card: Pick<Card, "name" | "sha256">): Promise<void> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", model));
  const found = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (found !== card.sha256) {
    throw new SongFailure("model", `${card.name}: expected the network with the hash ${card.sha256.slice(0, 8)}…, found ${found.slice(0, 8)}…; load the page again`);
  }
}

/** Of gzip, unless the host has unpacked it on the way. */
async function unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    return bytes.buffer;
  }
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
