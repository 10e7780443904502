import { InferenceSession, Tensor, env } from "onnxruntime-web/wasm";
import type { Card, ChunkCard, VoiceCard } from "./chunks";
import { SongFailure } from "./failure";
import type { MaskNetwork } from "./separation";
import type { VoiceNetwork } from "./voice-detection";

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

/** How many threads take songs apart. */
export function threadsForSongs(): number {
  return globalThis.crossOriginIsolated ? Math.min(MOST_THREADS, Math.max(1, Math.ceil(navigator.hardwareConcurrency / 2))) : 1;
}

/** A model that takes songs apart in ONNX Runtime, ready to run. */
export class OnnxNetwork implements MaskNetwork {
  private constructor(private readonly session: InferenceSession, private readonly card: Card) {}

  /** Opens a model whose bytes are here; the runtime is set up. */
  static async of(model: Uint8Array, card: Card): Promise<OnnxNetwork> {
    return new OnnxNetwork(await openSession(model, card), card);
  }

  async run(spectrum: Float32Array<ArrayBuffer>): Promise<{ mask: Float32Array; voice: Float32Array | null }> {
    const { stems, fftLength, chunkFrames } = this.card;
    const results = await this.session.run({ spectrum: tensorOf(spectrum, this.card) });
    const mask = floats(results.mask);
    if (mask?.length !== stems.length * 2 * (fftLength / 2 + 1) * chunkFrames) {
      throw new SongFailure("model", `${this.card.name}: expected masks of ${stems.length} stems, found ${mask?.length ?? "no"} numbers`);
    }
    return { mask, voice: floats(results.voice) };
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}

/** A model that says where somebody sings, in ONNX Runtime, ready to run. */
export class OnnxVoiceNetwork implements VoiceNetwork {
  private constructor(private readonly session: InferenceSession, private readonly card: VoiceCard) {}

  /** Opens a model whose bytes are here; the runtime is set up. */
  static async of(model: Uint8Array, card: VoiceCard): Promise<OnnxVoiceNetwork> {
    return new OnnxVoiceNetwork(await openSession(model, card), card);
  }

  async run(spectrum: Float32Array<ArrayBuffer>): Promise<Float32Array> {
    const { name, chunkFrames } = this.card;
    const voice = floats((await this.session.run({ spectrum: tensorOf(spectrum, this.card) })).voice);
    if (voice?.length !== chunkFrames) {
      throw new SongFailure("model", `${name}: expected a probability for each of ${chunkFrames} frames, found ${voice?.length ?? "no"} numbers`);
    }
    return voice;
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}

async function openSession(model: Uint8Array, { name }: Pick<ChunkCard, "name">): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(model, { executionProviders: ["wasm"] });
  } catch (e) {
    throw new SongFailure("model", `${name}: the model could not be opened here (${e instanceof Error ? e.message : String(e)})`);
  }
}

function tensorOf(spectrum: Float32Array<ArrayBuffer>, { fftLength, chunkFrames }: ChunkCard): Tensor {
  return new Tensor("float32", spectrum, [1, 4, fftLength / 2 + 1, chunkFrames]);
}

let runtime: Promise<void> | null = null;

/**
 * Fetches a model, and the runtime if it is not set up yet.
 *
 * @param card of the model: its name, and the SHA-256 of the file that is meant
 * @param threads of the runtime; those of the first call count
 * @throws SongFailure if the model is not the one that its card describes
 */
export async function fetchNetwork(
  card: Pick<ChunkCard, "name" | "sha256">, addresses: Addresses, threads: number, downloads: Downloads,
): Promise<Uint8Array> {
  runtime ??= setUp(addresses, threads, downloads).catch((e: unknown) => {
    runtime = null;
    throw e;
  });
  const [model] = await Promise.all([downloads.of(addresses.model), runtime]);
  await checkHash(model, card);
  return model;
}

async function setUp({ runtime, loader }: Addresses, threads: number, downloads: Downloads): Promise<void> {
  env.wasm.wasmBinary = await unpacked(await downloads.of(runtime));
  env.wasm.wasmPaths = { mjs: loader };
  env.wasm.numThreads = threads;
}

export function floats(tensor: Tensor | undefined): Float32Array | null {
  return tensor?.data instanceof Float32Array ? tensor.data : null;
}

/** Files that are fetched at the same time, told of as one. */
export class Downloads {
  private readonly files = new Set<{ loaded: number; total: number }>();

  constructor(private readonly told: FetchListener) {}

  /** Fetches a file. Those that belong together are asked for in one go: the first news has all of them in its total. */
  async of(address: string): Promise<Uint8Array<ArrayBuffer>> {
    const file = { loaded: 0, total: 0 };
    this.files.add(file);
    try {
      return await fetchBytes(address, (loaded, total) => {
        Object.assign(file, { loaded, total });
        this.tell();
      });
    } catch (e) {
      this.files.delete(file);
      this.tell();
      throw e;
    }
  }

  private tell(): void {
    const files = [...this.files];
    const sum = (of: "loaded" | "total") => files.reduce((all, each) => all + each[of], 0);
    this.told(sum("loaded"), files.every((each) => each.total > 0) ? sum("total") : 0);
  }
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
