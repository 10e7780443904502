import type { Model } from "../api/client";
import { sentenceOf } from "../api/problem";
import { addressesOf, addressOfModel, newWorker } from "../here/addresses";
import { failureOf, SongFailure } from "../here/failure";
import type { LiveRecording } from "../here/here";
import type { LiveNews, LiveOrder } from "../here/work";
import { flat, gainsOf, type Strip } from "../player/balance";
import { texts } from "../texts";
import { closeShared, type PortRings, type SharedRings, sharedRings } from "./exchange";
import type { LiveStatus, ToProcessor } from "./messages";
import processor from "./processor.ts?worker&url";
import { askFor, type Source, sourceOf, sourceOfFile } from "./sources";
import { readStreamCard, type StreamCard } from "./stream-card";
import type { LiveSettings } from "./separator";

/** What may sound: a microphone, what the computer plays, or a file. */
export type Asked = "microphone" | "shared" | File;

export type LiveState = {
  state: "idle" | "opening" | "running";
  /** While model and runtime are fetched: how much of them is here, 0 to 1. */
  fetched: number | null;
  problem: string | null;
  /** That the machine does not keep up, for instance; the sound goes on. */
  warning: string | null;
  stems: readonly string[];
  strips: readonly Strip[];
  /** The sound as it came in, equally late. */
  bypassed: boolean;
  status: LiveStatus | null;
  /** Seconds of what lies around the separation: what devices and browser say of their delay. */
  deviceSeconds: number;
  hopSeconds: number;
  sampleRate: number;
  recording: { id: string; since: number } | null;
  /** The last recording, a song of the list. */
  recorded: string | null;
};

const IDLE = { state: "idle", fetched: null, problem: null, warning: null, status: null, deviceSeconds: 0, recording: null } as const;
const BLOCK = 128;
/** Share of the time that the network may need: the rest is for everything else that the machine does. */
const MOST_LOAD = 0.7;
const LEAST_RATE = 16_000;
const MOST_RATE = 96_000;

/**
 * Live sound in the page: a source, the audio thread with separator and mixer, and the network in a worker of its own.
 * Nothing is sent anywhere.
 */
export class Live {
  private now: LiveState = {
    ...IDLE, stems: ["vocals", "music"], strips: [flat(), flat()], bypassed: false, hopSeconds: 0, sampleRate: 0, recorded: null,
  };
  private readonly listeners = new Set<() => void>();
  private worker: Worker | null = null;
  private context: AudioContext | null = null;
  private source: Source | null = null;
  private node: AudioWorkletNode | null = null;
  private rings: SharedRings | PortRings | null = null;
  private turn = 0;

  /** @param record takes a recording into the list of songs */
  constructor(private readonly record: (name: string, stems: readonly string[], model: Model, sampleRate: number) => LiveRecording) {}

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = () => this.now;

  /** Starts; must come from a click, as browsers ask for sound and let pages be heard only then. */
  async start(asked: Asked, model: Model): Promise<void> {
    this.stop();
    const turn = ++this.turn;
    this.set({ ...IDLE, state: "opening", recorded: null });
    const given = asked instanceof File ? null : askFor(asked);
    const context = new AudioContext({ latencyHint: "interactive" });
    this.context = context;
    try {
      const stream = await given;
      if (turn !== this.turn) {
        stream?.getTracks().forEach((track) => track.stop());
        return;
      }
      this.source = stream
        ? sourceOf(context, stream, () => turn === this.turn && this.fail(texts.live.sourceEnded))
        : sourceOfFile(context, asked as File, (why) => turn === this.turn && this.fail(why));
      if (context.sampleRate < LEAST_RATE || context.sampleRate > MOST_RATE) {
        throw new Error(texts.live.rate(context.sampleRate));
      }
      const [card] = await Promise.all([fetchStreamCard(model), context.audioWorklet.addModule(processor), context.resume()]);
      const opened = await this.openNetwork(card, turn);
      if (opened && turn === this.turn) {
        this.begin(card, opened);
      }
    } catch (e) {
      if (turn === this.turn) {
        this.fail(sentenceOfSource(e));
      }
    }
  }

  private openNetwork(card: StreamCard, turn: number): Promise<Extract<LiveNews, { kind: "opened" }> | null> {
    const worker = newWorker();
    this.worker = worker;
    return new Promise((opened, failed) => {
      worker.onmessage = (e: MessageEvent<LiveNews>) => {
        const news = e.data;
        if (turn !== this.turn) {
          opened(null);
        } else if (news.kind === "fetching") {
          this.set({ fetched: news.total > 0 ? news.loaded / news.total : 0 });
        } else if (news.kind === "opened") {
          opened(news);
        } else {
          failed(new SongFailure(news.failure.kind, news.failure.reason));
          if (this.now.state === "running") {
            this.fail(news.failure.reason);
          }
        }
      };
      worker.onerror = (e) => {
        failed(new Error(e.message || texts.here.workerGone));
      };
      const order: LiveOrder = { kind: "live", card, addresses: addressesOf(card) };
      worker.postMessage(order);
    });
  }

  private begin(card: StreamCard, { times, sizes }: Extract<LiveNews, { kind: "opened" }>): void {
    const context = this.context!;
    const hopMillis = (1000 * card.hopLength) / card.sampleRate;
    const bufferHops = Math.ceil((1000 * context.baseLatency) / hopMillis); // a device that asks for several hops at once
    const slackHops = Math.min(8, Math.max(1, Math.ceil(times.worstMillis / (MOST_LOAD * hopMillis))) + Math.max(0, bufferHops - 1));
    const settings: LiveSettings = { sampleRate: context.sampleRate, channels: 2, latency: "23", slackHops, blockFrames: BLOCK };
    const node = new AudioWorkletNode(context, "isolator-live", {
      numberOfInputs: 1, numberOfOutputs: 1, outputChannelCount: [2], channelCount: 2, channelCountMode: "explicit", channelInterpretation: "speakers",
    });
    this.node = node;
    node.onprocessorerror = () => this.fail(texts.live.processorGone);
    node.port.onmessage = (e: MessageEvent<LiveStatus>) => this.set({ status: e.data, deviceSeconds: this.deviceSeconds() });
    const { port1, port2 } = new MessageChannel();
    const shared = globalThis.crossOriginIsolated && typeof SharedArrayBuffer !== "undefined" ? sharedRings(sizes) : null;
    const ofNode: SharedRings | PortRings = shared ?? { kind: "port", port: port1 };
    const ofWorker: SharedRings | PortRings = shared ?? { kind: "port", port: port2 };
    this.rings = ofNode;
    const network = { ...card, stems: [...card.stems] };
    this.tell({ kind: "begin", network, settings, sizes, rings: ofNode }, shared ? [] : [port1]);
    const order: LiveOrder = { kind: "answer", rings: ofWorker };
    this.worker!.postMessage(order, shared ? [] : [port2]);
    const strips = this.now.strips.length === card.stems.length ? this.now.strips : card.stems.map(flat);
    this.set({
      state: "running", fetched: null, stems: card.stems, strips, hopSeconds: hopMillis / 1000, sampleRate: context.sampleRate,
      warning: times.meanMillis > MOST_LOAD * hopMillis ? texts.live.tooSlow : null, deviceSeconds: this.deviceSeconds(),
    });
    this.tellGains();
    this.source!.node.connect(node).connect(context.destination);
  }

  /** Recorders are completed; nothing is heard any more. */
  stop(): void {
    this.stopRecording();
    this.turn++;
    if (this.rings?.kind === "shared") {
      closeShared(this.rings);
    }
    this.source?.close();
    this.worker?.terminate();
    const { context, node } = this;
    if (context) {
      node?.disconnect();
      setTimeout(() => void context.close(), 500); // the audio thread sends the end of a recording first
    }
    this.rings = this.source = this.worker = this.context = this.node = null;
    this.set({ ...IDLE, problem: this.now.problem });
  }

  setStrip(index: number, what: Partial<Strip>): void {
    this.set({ strips: this.now.strips.map((strip, i) => (i === index ? { ...strip, ...what } : strip)), bypassed: false });
    this.tellGains();
  }

  setBypassed(bypassed: boolean): void {
    this.set({ bypassed });
    this.tellGains();
  }

  startRecording(model: Model): void {
    if (this.now.state !== "running" || this.now.recording) {
      return;
    }
    const name = texts.live.recordingName(new Date());
    const { id, port, ended } = this.record(name, this.now.stems, model, this.now.sampleRate);
    this.tell({ kind: "record", port }, [port]);
    this.set({ recording: { id, since: Date.now() }, recorded: null });
    void ended.then((failure) => {
      if (this.now.recording?.id === id) {
        this.set({ recording: null });
      }
      this.set({ recorded: id, ...(failure ? { problem: failure.reason } : {}) });
    });
  }

  stopRecording(): void {
    if (this.now.recording) {
      this.tell({ kind: "stop-recording" });
      this.set({ recording: null });
    }
  }

  private deviceSeconds(): number {
    const { context, source } = this;
    return (context?.baseLatency ?? 0) + (context?.outputLatency ?? 0) + (source?.seconds ?? 0);
  }

  private tellGains(): void {
    this.tell({ kind: "gains", gains: this.now.bypassed ? this.now.strips.map(() => 1) : gainsOf(this.now.strips) });
  }

  private tell(message: ToProcessor, transfer: Transferable[] = []): void {
    this.node?.port.postMessage(message, transfer);
  }

  private fail(problem: string): void {
    this.stop();
    this.set({ problem });
  }

  private set(what: Partial<LiveState>): void {
    this.now = { ...this.now, ...what };
    this.listeners.forEach((listener) => listener());
  }
}

async function fetchStreamCard(model: Model): Promise<StreamCard> {
  const response = await fetch(addressOfModel(`${model.name}-${model.version}.json`)).catch(() => null);
  if (!response?.ok) {
    throw new SongFailure("model", texts.here.modelOffline);
  }
  return readStreamCard(await response.json());
}

/** What browsers say when there is no sound to be had, in words. */
function sentenceOfSource(e: unknown): string {
  if (e instanceof DOMException) {
    const known = { NotAllowedError: texts.live.notAllowed, NotFoundError: texts.live.noDevice, NotReadableError: texts.live.deviceBusy }[e.name];
    return known ?? e.message;
  }
  return e instanceof SongFailure ? failureOf(e).reason : sentenceOf(e);
}
