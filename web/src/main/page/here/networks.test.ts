import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Card, readCard, readVoiceCard } from "./chunks";
import { OpenNetworks } from "./networks";
import { SongVoice } from "./song-voice";
import { USUAL_THRESHOLDS } from "./voice";
import type { Order, VoiceModel } from "./work";

const modules = join(import.meta.dirname, "../../../../..");
const folder = join(modules, "core/src/test/resources/golden/separate");
const dist = join(modules, "web/node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded");
const read = (file: string) => new Uint8Array(readFileSync(file));
const bytes: Record<string, Uint8Array<ArrayBuffer>> = {
  "http://host/runtime": read(`${dist}.wasm`),
  "http://host/model": read(join(folder, "studio-vocals-0.onnx")),
  "http://host/voice": read(join(modules, "cli/src/test/resources/dev/isolator/cli/loud-detector-1.onnx")),
};
const sha256 = (name: string) => createHash("sha256").update(bytes[`http://host/${name}`]!).digest("hex");
const card: Card = readCard({ ...(JSON.parse(readFileSync(join(folder, "studio-vocals-0.json"), "utf8")) as object), sha256: sha256("model") });
/** Says 1 where the mean of nine frames is loud. */
const voiceCard = readVoiceCard({
  name: "loud-detector", version: "1", contract: "voice", stems: [], sha256: sha256("voice"), chunkFrames: 60,
  sampleRate: 22050, fftLength: 512, hopLength: 128, lookBackFrames: 4, lookAheadFrames: 4, frameMultiple: 1,
});
const addresses = (model: string) => ({ runtime: "http://host/runtime", loader: pathToFileURL(`${dist}.mjs`).href, model: `http://host/${model}` });
const order = (voice: VoiceModel | null): Order =>
  ({ kind: "song", id: "a", file: null, options: { keep: [], model: "", format: "wav", start: 0 }, card, addresses: addresses("model"), voice });

let fetched: string[] = [];
beforeEach(() => {
  fetched = [];
  vi.stubGlobal("fetch", (address: string) => {
    fetched.push(address.slice("http://host/".length));
    const content = bytes[address];
    return Promise.resolve(content ? new Response(content, { headers: { "Content-Length": String(content.length) } }) : new Response("", { status: 404 }));
  });
});
afterEach(() => vi.unstubAllGlobals());

test("runtime and networks are fetched once, and told of as one; a voice network that cannot be had is said, and is no failure", { timeout: 60_000 }, async () => {
  const told: number[][] = [];
  const networks = new OpenNetworks((...news) => told.push(news));
  const none = { card: voiceCard, addresses: addresses("none") };
  const first = await networks.forSong(order(none));
  expect(fetched).toEqual(["runtime", "model", "none"]);
  expect(first.voice).toEqual({ problem: "this model is not offered for the browser (status 404); choose another one" });
  const all = bytes["http://host/runtime"]!.length + bytes["http://host/model"]!.length;
  expect(told.at(-1)).toEqual([all, all]);

  const voice = { card: voiceCard, addresses: addresses("voice") };
  const second = await networks.forSong(order(voice));
  expect(fetched.slice(3)).toEqual(["voice"]); // nothing of what is open
  expect(second.network).toBe(first.network);
  expect(second.voice).toMatchObject({ card: { name: "loud-detector" } });
  expect(await networks.forVoice(voice)).toEqual(second.voice);
  expect(await networks.forVoice(null)).toBeNull();
  expect(fetched).toHaveLength(4);
  const damaged = { card: { ...voiceCard, sha256: "0123456789" }, addresses: addresses("voice?damaged") };
  bytes["http://host/voice?damaged"] = bytes["http://host/voice"]!;
  expect(await networks.forVoice(damaged)).toMatchObject({ problem: expect.stringMatching(/^loud-detector: expected the network with the hash 01234567…/) as string });
});

test("a voice network is listened to where a song is, in ONNX Runtime", { timeout: 60_000 }, async () => {
  const loud = (n: number) => Float32Array.from({ length: n }, (_, i) => (i >= 30_000 && i < 60_000 ? Math.sin(i) : 0));
  const voice = await new OpenNetworks(() => {}).forVoice({ card: voiceCard, addresses: addresses("voice") });
  const song = new SongVoice({ sampleRate: 22050, channels: 1, speakers: null, thresholds: USUAL_THRESHOLDS }, voice);
  await song.write([loud(100_000)]);
  await song.finish();
  const { source, spans } = song.activity(100_000 / 22050);
  expect(source).toBe("model");
  expect(spans).toHaveLength(1);
  expect(Math.abs(spans[0]!.startSeconds - 30_000 / 22050)).toBeLessThan(0.05); // eight hops
  expect(Math.abs(spans[0]!.endSeconds - 60_000 / 22050)).toBeLessThan(0.05);
});

test("a graph without probabilities is no voice network, in words", { timeout: 60_000 }, async () => {
  const masks = { card: { ...voiceCard, ...card, name: "masks" }, addresses: addresses("model") };
  const song = new SongVoice({ sampleRate: 44100, channels: 1, speakers: null, thresholds: USUAL_THRESHOLDS }, await new OpenNetworks(() => {}).forVoice(masks));
  await song.write([new Float32Array(1000)]);
  await song.finish();
  expect(song.notes).toEqual([`The model that says where somebody sings could not be used (masks: expected a probability for each of ${card.chunkFrames} frames, found no numbers)`]);
});
