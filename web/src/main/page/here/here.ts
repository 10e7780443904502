import type { Job, Model } from "../api/client";
import { sentenceOf } from "../api/problem";
import { nameWithoutEnding, type JobOptions } from "../api/upload";
import { isActive } from "../songs/list";
import { texts } from "../texts";
import { addressesOf, addressOfModel, newWorker } from "./addresses";
import { type Card, readCard, readVoiceCard } from "./chunks";
import { type Failure, failureOf, SongFailure } from "./failure";
import { HereRecords, type HereRecord, newId } from "./records";
import { HereResults } from "./results";
import { readFile, removeFolder, songFolders } from "./song-folder";
import type { CompleteOrder, News, Order, RecordNews, RecordOrder, VoiceModel } from "./work";

const LOCK = "isolator.here";
const pageLock = (page: string) => `${LOCK}.page.${page}`;
/** Progress is written down this often, for other pages and for a reload. */
const WRITE_MS = 1000;

/** A job of this browser. While model and runtime are fetched, `fetched` says how much of them is here, 0 to 1; `recording` that it grows. */
export type HereJob = Job & { fetched?: number; recording?: boolean };

/** Live sound that is being recorded: it becomes a song of the list. */
export type LiveRecording = {
  id: string;
  /** Takes `Recorded`. */
  port: MessagePort;
  /** When all is written, or could not be: what was written stays. */
  ended: Promise<Failure | null>;
};

/** Whether this browser has what taking songs apart needs; pages without TLS have none of it but on the machine itself. */
export function canWorkHere(): boolean {
  return typeof navigator !== "undefined" && typeof Worker !== "undefined" && typeof WebAssembly !== "undefined" &&
    typeof navigator.storage?.getDirectory === "function" && navigator.locks !== undefined && globalThis.crypto?.subtle !== undefined;
}

/**
 * The songs that are taken apart in this browser: their jobs have the form of the server's, their files lie in the
 * browser's own file system. One worker takes them one at a time; of several pages only one works at any time, and
 * a song whose page was closed is taken over by another one, or begun anew when the page is opened again.
 */
export class Here {
  private records: HereRecord[] = [];
  private readonly kept = new HereRecords(localStorage);
  private readonly files = new Map<string, File>();
  private readonly fetched = new Map<string, number>();
  /** Jobs that take their song from another one's folder, and that one, until they have a copy. */
  private readonly borrowed = new Map<string, string>();
  private readonly page = newId();
  private worker: Worker | null = null;
  /** The job that the worker has, and how to end waiting for it. */
  private current: { id: string; ended: () => void } | null = null;
  private working = false;
  /** Pages whose songs this one takes over when they are closed. */
  private readonly awaited = new Set<string>();
  readonly results = new HereResults((id) => this.job(id));

  constructor(private readonly changed: () => void) {}

  /** Reads the jobs that are here, and goes on with those that were left. */
  start(): void {
    if (!canWorkHere()) {
      return;
    }
    this.reload();
    addEventListener("storage", (e) => {
      if (HereRecords.isOf(e.key)) {
        this.reload();
      }
    });
    void navigator.locks.request(pageLock(this.page), () => new Promise(() => {})); // held as long as the page is there
    void this.tidy();
    this.pump();
  }

  get jobs(): HereJob[] {
    return this.records.map(({ job, recording }) => {
      const fetched = this.fetched.get(job.id);
      return { ...job, ...(fetched !== undefined ? { fetched } : {}), ...(recording && !recording.over && isActive(job) ? { recording: true } : {}) };
    });
  }

  has(id: string): boolean {
    return this.records.some((record) => record.job.id === id);
  }

  job(id: string): Job | undefined {
    return this.records.find((record) => record.job.id === id)?.job;
  }

  /** Takes songs into the list; they are taken apart one after another. Returns the jobs' ids. */
  add(files: readonly File[], options: JobOptions, model: Model): string[] {
    return files.map((file) => this.begin(file, nameWithoutEnding(file.name), file.size, options, model, newId()).id);
  }

  /** Takes a song that is here apart again, with other options. */
  async again(id: string, options: JobOptions, model: Model): Promise<Job> {
    const before = this.job(id);
    const file = await readFile(id, "input").catch(() => this.files.get(id) ?? readFile(id, "mix.wav").catch(() => null)); // a recording has no input
    if (!before || !file) {
      throw new Error(texts.here.inputGone);
    }
    const job = this.begin(file, before.name, file.size, options, model, before.input.sha256);
    this.borrowed.set(job.id, id);
    return job;
  }

  private begin(file: File, name: string, bytes: number, options: JobOptions, model: Model, song: string): Job {
    const job: Job = {
      id: newId(), state: "queued", progress: 0, name, createdAt: new Date().toISOString(), reused: false,
      options: { ...options, keep: [...options.keep], model: model.id, format: "wav", start: options.start ?? 0 },
      model: { name: model.name, version: model.version },
      input: { bytes, sha256: song }, // no hash: only what tells one song's waveform from another's
    };
    this.files.set(job.id, file);
    this.put({ job, page: this.page, kept: false });
    this.pump();
    return job;
  }

  /** Takes a recording into the list. If its page is closed, another one makes a song of what was written. */
  record(name: string, model: Model, stems: readonly string[], sampleRate: number): LiveRecording {
    const id = newId();
    const job: Job = {
      id, state: "running", progress: 0, name, createdAt: new Date().toISOString(), startedAt: new Date().toISOString(), reused: false,
      options: { keep: [], model: model.id, format: "wav", start: 0 },
      model: { name: model.name, version: model.version },
      input: { bytes: 0, sha256: newId() },
    };
    this.put({ job, page: this.page, kept: true, recording: { over: false, stems: [...stems], sampleRate } });
    const { port1, port2 } = new MessageChannel();
    const worker = newWorker();
    const ended = new Promise<Failure | null>((end) => {
      worker.onmessage = (e: MessageEvent<RecordNews>) => end(e.data.kind === "failed" ? e.data.failure : null);
      worker.onerror = (e) => end({ kind: "crash", reason: e.message || texts.here.workerGone });
    }).then((failure) => {
      worker.terminate();
      const record = this.recordOf(id);
      if (record?.recording) {
        this.put({ ...record, recording: { ...record.recording, over: true } });
        this.pump();
      }
      return failure;
    });
    const order: RecordOrder = { kind: "record", id, tracks: [...stems, "mix"], port: port2 };
    worker.postMessage(order, [port2]);
    return { id, port: port1, ended };
  }

  rename(id: string, name: string): void {
    const record = this.recordOf(id);
    if (record) {
      this.put({ ...record, job: { ...record.job, name } });
    }
  }

  cancel(id: string): void {
    const record = this.recordOf(id);
    if (record && isActive(record.job)) {
      this.put({ ...record, job: ended(record.job, { state: "cancelled" }) });
      this.stop(id);
    }
  }

  /** Removes a song and its files. */
  async remove(id: string): Promise<void> {
    this.stop(id);
    this.files.delete(id);
    this.kept.drop(id);
    this.reload();
    await this.removeFiles(id);
  }

  /** Removes the files of a job that is in the list no more, unless another one still takes its song from there. */
  private async removeFiles(id: string): Promise<void> {
    if (![...this.borrowed.values()].includes(id)) {
      await removeFolder(id);
    }
  }

  private giveBack(borrower: string): void {
    const from = this.borrowed.get(borrower);
    this.borrowed.delete(borrower);
    if (from !== undefined && !this.has(from)) {
      this.removeFiles(from).catch(() => {
        // A file that is still open: the next page finds a folder that belongs to no job.
      });
    }
  }

  private recordOf(id: string): HereRecord | undefined {
    return this.records.find((record) => record.job.id === id);
  }

  private put(record: HereRecord): void {
    this.kept.put(record);
    this.show(record);
  }

  private show(record: HereRecord): void {
    this.records = [record, ...this.records.filter((other) => other.job.id !== record.job.id)];
    this.changed();
  }

  private reload(): void {
    this.records = this.kept.all();
    const { current } = this;
    if (current && this.recordOf(current.id)?.job.state !== "running") {
      this.stop(current.id); // another page has cancelled or removed it
    }
    this.changed();
    this.pump();
  }

  /** Ends work on a job: the worker goes with all its memory. */
  private stop(id: string): void {
    if (this.current?.id === id) {
      this.worker?.terminate();
      this.worker = null;
      this.current.ended();
    }
  }

  /** Removes folders that belong to no job: of songs whose removal was cut short. */
  private async tidy(): Promise<void> {
    const left = (await songFolders()).filter((id) => this.kept.of(id) === null);
    await Promise.all(left.map(removeFolder));
  }

  private pump(): void {
    if (!this.working && this.records.some((record) => isActive(record.job))) {
      this.working = true;
      void navigator.locks.request(LOCK, () => this.workOff()).finally(() => {
        this.working = false;
      });
    }
  }

  private async workOff(): Promise<void> {
    for (let next = await this.next(); next; next = await this.next()) {
      await this.takeApart(next);
    }
  }

  /** The oldest job that this page can work on: its own, and those of pages that are not there any more. */
  private async next(): Promise<HereRecord | null> {
    const held = new Set(((await navigator.locks.query()).held ?? []).map((lock) => lock.name));
    const waiting = this.kept.all().filter(({ job }) => isActive(job)).sort((a, b) => a.job.createdAt.localeCompare(b.job.createdAt));
    for (const record of waiting) {
      const { job, page, kept, recording } = record;
      if (page === this.page && recording && !recording.over) {
        continue;
      }
      if (page === this.page || (kept && !held.has(pageLock(page)))) {
        return record;
      }
      if (held.has(pageLock(page))) {
        this.awaitEnd(page);
      } else {
        this.put({ ...record, job: ended(job, { state: "failed", failure: { kind: "storage", reason: texts.here.closedTooSoon } }) });
      }
    }
    return null;
  }

  /** Looks for work again when another page is closed: its lock is let go then, a moment later than its sound has ended. */
  private awaitEnd(page: string): void {
    if (!this.awaited.has(page)) {
      this.awaited.add(page);
      void navigator.locks.request(pageLock(page), { mode: "shared" }, () => Promise.resolve()).then(() => {
        this.awaited.delete(page);
        this.pump();
      });
    }
  }

  private async takeApart(record: HereRecord): Promise<void> {
    const { id } = record.job;
    const { queue: _queue, ...job } = record.job;
    const over = record.recording ? { recording: { ...record.recording, over: true } } : {};
    this.put({ ...record, ...over, page: this.page, job: { ...job, state: "running", progress: 0, startedAt: new Date().toISOString() } });
    try {
      const order = await this.orderFor(record);
      if (this.recordOf(id)?.job.state === "running") {
        await this.work(order);
      }
    } catch (e) {
      this.fail(id, failureOf(e));
    }
    this.fetched.delete(id);
    this.files.delete(id);
    this.giveBack(id);
    this.changed();
  }

  private async orderFor({ job, kept, recording }: HereRecord): Promise<Order | CompleteOrder> {
    const { id } = job;
    if (recording) {
      return { kind: "complete", id, stems: recording.stems, sampleRate: recording.sampleRate, voice: await voiceModel() };
    }
    const file = kept ? null : this.files.get(id) ?? null;
    const [card, voice] = await Promise.all([fetchCard(job.options.model), voiceModel()]);
    return { kind: "song", id, file, options: { ...job.options }, card, addresses: addressesOf(card), voice };
  }

  /** Has the worker take one song apart; ends when it is done, has failed, or was stopped. */
  private work(order: Order | CompleteOrder): Promise<void> {
    return new Promise((ended) => {
      const worker = (this.worker ??= newWorker());
      const began = Date.now();
      let written = began;
      const end = () => {
        this.current = null;
        ended();
      };
      this.current = { id: order.id, ended: end };
      worker.onmessage = (e: MessageEvent<News>) => {
        const news = e.data;
        const record = this.recordOf(order.id);
        if (!record || record.job.state !== "running" || this.current?.id !== order.id) {
          return; // removed or cancelled a moment ago
        }
        if (news.kind === "working" && Date.now() - written < WRITE_MS) {
          this.show(after(record, news, began));
          return;
        }
        written = Date.now();
        this.tell(record, news, began);
        if (news.kind === "done" || news.kind === "failed") {
          end();
        }
      };
      worker.onerror = (e) => {
        this.worker = null;
        worker.terminate();
        this.fail(order.id, { kind: "crash", reason: e.message || texts.here.workerGone });
        end();
      };
      worker.postMessage(order);
    });
  }

  private tell(record: HereRecord, news: News, began: number): void {
    if (news.kind === "fetching") {
      this.fetched.set(record.job.id, news.total > 0 ? news.loaded / news.total : 0);
      this.changed();
      return;
    }
    this.fetched.delete(record.job.id);
    if (news.kind === "failed") {
      this.fail(record.job.id, news.failure);
      return;
    }
    if (news.kind === "kept") {
      this.giveBack(record.job.id);
    }
    this.put(after(record, news, began));
  }

  private fail(id: string, failure: Failure): void {
    const record = this.recordOf(id);
    if (record && isActive(record.job)) {
      this.put({ ...record, job: ended(record.job, { state: "failed", failure }) });
    }
  }
}

/** A record after what the worker has told. */
function after(record: HereRecord, news: News, began: number): HereRecord {
  switch (news.kind) {
    case "kept":
      return { ...record, kept: true };
    case "working": {
      const passed = (Date.now() - began) / 1000;
      const left = news.share > 0.02 ? { etaSeconds: Math.ceil((passed * (1 - news.share)) / news.share) } : {};
      return { ...record, kept: true, job: { ...record.job, progress: news.share, ...left } };
    }
    case "done": {
      const { job } = record;
      return { ...record, job: ended(job, { state: "done", progress: 1, result: news.result, input: { ...news.input, sha256: job.input.sha256 } }) };
    }
    default:
      return record;
  }
}

function ended(job: Job, how: Partial<Job>): Job {
  const { etaSeconds: _eta, queue: _queue, ...rest } = job;
  return { ...rest, endedAt: new Date().toISOString(), ...how };
}

async function fetchCard(model: string): Promise<Card> {
  const response = await fetch(addressOfModel(`${model.replace("@", "-")}.json`)).catch((e: unknown) => {
    throw new SongFailure("model", `${texts.here.modelOffline} (${sentenceOf(e)})`);
  });
  if (!response.ok) {
    throw new SongFailure("model", response.status === 404 ? texts.here.onlyOnServer : `${texts.here.modelOffline} (${response.status})`);
  }
  return readCard(await response.json());
}

/**
 * The model that says where somebody sings. Null = there is none, none that this page knows, or the device is offline and
 * never had it: then the models that take songs apart say it.
 */
async function voiceModel(): Promise<VoiceModel | null> {
  try {
    const response = await fetch(addressOfModel("voice.json"));
    if (!response.ok) {
      return null;
    }
    const card = readVoiceCard(await response.json());
    return { card, addresses: addressesOf(card) };
  } catch {
    return null;
  }
}

/** The models that a page without a server offers; the one for a page with one come from that. */
export async function modelsHere(): Promise<Model[]> {
  const response = await fetch(addressOfModel("list.json"));
  return response.ok ? ((await response.json()) as { models: Model[] }).models : [];
}
