import { type Client, BASE, type Job, type Limits, type Model, type Peaks, type Progress, type Results } from "../api/client";
import { ApiError, sentenceOf, withoutCommands } from "../api/problem";
import { nameWithoutEnding, sendSong, type JobOptions } from "../api/upload";
import { drafts } from "../drafts";
import { canWorkHere, Here, type HereJob, type LiveRecording, modelsHere } from "../here/here";
import type { Place } from "../place";
import { texts } from "../texts";
import type { Found } from "./files";
import { type Interrupted, InterruptedUploads } from "./interrupted";
import { isActive, newestFirst, toWatch, withJob, withPage, withProgress } from "./list";
import { tellHidden } from "./notices";
import { type Outline, outlineOf, outlineOfPeaks } from "./outline";
import { sorted } from "./refusals";
import { LeftRemovals, type Removal, Removals } from "./removals";

/** A song that is sent to the server. `state`: waiting for its turn, being sent, failed, or interrupted by a reload. */
export type Upload = {
  id: string;
  name: string;
  size: number;
  sent: number;
  /** Seconds since 1970, to tell how long the rest takes. */
  since: number;
  state: "waiting" | "sending" | "failed" | "interrupted";
  problem?: string;
  file?: File;
  options: JobOptions;
  upload?: string;
};

export type SongsState = {
  uploads: readonly Upload[];
  /** The server's and this browser's, newest first. */
  jobs: readonly HereJob[];
  loaded: boolean;
  /** `before` of the next page, if there are older ones. */
  older: string | null;
  /** Why the list may be old. */
  problem: string | null;
  keyNeeded: boolean;
  keyWrong: boolean;
  limits: Limits | null;
  models: readonly Model[];
  /** Why files that were dropped last are not sent. */
  refused: readonly string[];
  /** Jobs that uploads have become, by the uploads' ids. */
  became: Readonly<Record<string, string>>;
  /** Waveforms of songs that are not taken apart yet, by the upload's id, later by the SHA-256 of the song. */
  outlines: ReadonlyMap<string, Outline>;
  /** What was removed and can be brought back. */
  removals: readonly Removal[];
  /** The last thing that happened, for people who do not see the page. */
  said: string;
};

const AT_ONCE = 2;

/**
 * All songs: uploads, the server's jobs, which events and polling keep up to date, and those that are taken apart in
 * this browser. Both kinds have one list; what is done with a job is asked of the place that has it.
 */
export class Songs {
  /** With the server's jobs alone. */
  private now: SongsState = {
    uploads: [], jobs: [], loaded: false, older: null, problem: null, keyNeeded: false, keyWrong: false, limits: null,
    models: [], refused: [], became: {}, outlines: new Map(), removals: [], said: "",
  };
  /** With all jobs. */
  private shown: SongsState = this.now;
  private readonly here = new Here(() => this.set({}));
  private readonly listeners = new Set<() => void>();
  private readonly events = new Map<string, EventSource | null>();
  private readonly stops = new Map<string, AbortController>();
  private readonly removals = new Removals((removals) => this.set({ removals }));
  private readonly leftRemovals = new LeftRemovals(sessionStorage);
  /** Songs that the page before this one has asked to remove, and whether the server's list had them all the same. */
  private readonly leaving = new Map<string, boolean>();
  /** Jobs from whose songs others are being made that take their place. */
  private readonly givingWay = new Set<string>();
  private readonly sketched = new Set<string>();
  private readonly interrupted = new InterruptedUploads(localStorage);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private serial = 0;
  private hereStarted = false;

  /** @param client asks the server; null = there is none, songs are taken apart in this browser alone */
  constructor(private readonly server: Client | null) {
    this.places = [...(server ? ["server"] as const : []), ...(canWorkHere() ? ["here"] as const : [])];
    const uploads = server ? this.interrupted.all().map((u) => this.interruptedUpload(u)) : [];
    this.set({ uploads });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) {
        void this.refresh();
      }
    });
    addEventListener("pagehide", () => this.removals.finishAll());
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = () => this.shown;

  /** Where songs can be taken apart: on the server, if the page comes from one, and in this browser, if it can. */
  readonly places: readonly Place[];

  get client(): Client {
    if (!this.server) {
      throw new Error("this page has no server");
    }
    return this.server;
  }

  /** Whether the access key is known, if the server wants one. */
  hasKey(): boolean {
    return this.server?.hasKey() ?? false;
  }

  isHere(id: string): boolean {
    return this.here.has(id);
  }

  /** Answers what the player asks of a job that is done. */
  resultsOf(job: Job): Results {
    return this.here.has(job.id) ? this.here.results : this.client;
  }

  /** Fetches the server's limits, models and jobs. */
  async start(): Promise<void> {
    if (!this.hereStarted) {
      this.hereStarted = true;
      this.here.start();
    }
    if (!this.server) {
      await modelsHere().then(
        (models) => this.set({ models, loaded: true, problem: models.length > 0 ? null : texts.here.noModels }),
        (e: unknown) => this.set({ loaded: true, problem: sentenceOf(e) }),
      );
      return;
    }
    try {
      const [limits, models] = await Promise.all([
        this.client.get<Limits>("limits"),
        this.client.get<{ models: Model[] }>("models"),
      ]);
      this.set({ limits, models: models.models, keyNeeded: limits.keyNeeded && !this.client.hasKey(), problem: null });
    } catch (e) {
      this.set({ problem: sentenceOf(e), loaded: true });
      setTimeout(() => void this.start(), 5000);
      return;
    }
    this.leftRemovals.take().forEach((id) => this.leaving.set(id, false));
    await this.refresh();
  }

  useKey(key: string | null): void {
    this.client.useKey(key);
    this.set({ keyNeeded: key === null && (this.now.limits?.keyNeeded ?? false), keyWrong: false, jobs: [], loaded: false });
    void this.refresh().then(() => this.askLimits());
  }

  /** With another key the server may allow other things. */
  private async askLimits(): Promise<void> {
    if (!this.now.keyNeeded) {
      await this.client.get<Limits>("limits").then((limits) => this.set({ limits }), (e: unknown) => this.set({ problem: sentenceOf(e) }));
    }
  }

  async refresh(): Promise<void> {
    clearTimeout(this.timer);
    if (!this.server || this.now.keyNeeded || !this.now.limits) {
      return;
    }
    try {
      const page = await this.client.jobs();
      const before = this.now.jobs;
      const jobs = withPage(before, this.withoutLeaving(page.jobs), true, page.next === undefined);
      jobs.forEach((job) => this.tell(before.find((b) => b.id === job.id), job));
      const older = before.length > page.jobs.length ? this.now.older : (page.next ?? null);
      this.set({ jobs, older, loaded: true, problem: null });
    } catch (e) {
      if (e instanceof ApiError && e.status === 401) {
        this.set({ keyNeeded: true, keyWrong: this.client.hasKey(), loaded: true });
        return;
      }
      this.set({ problem: sentenceOf(e), loaded: true });
    }
    this.watch();
  }

  async loadOlder(): Promise<void> {
    if (this.now.older !== null) {
      try {
        const page = await this.client.jobs(this.now.older);
        this.set({ jobs: withPage(this.now.jobs, this.withoutLeaving(page.jobs), false, page.next === undefined), older: page.next ?? null });
      } catch (e) {
        this.set({ problem: sentenceOf(e) });
      }
    }
  }

  /** Leaves out what is being removed. What the server still has at the second look, it is asked to remove again. */
  private withoutLeaving(jobs: readonly Job[]): readonly Job[] {
    const left = new Set(jobs.map((job) => job.id).filter((id) => this.leaving.has(id)));
    for (const id of left) {
      if (this.leaving.get(id)) {
        void this.removeForGood(id, false);
      }
      this.leaving.set(id, true);
    }
    return jobs.filter((job) => !left.has(job.id));
  }

  /** A job by its id, from the list or from the server. */
  async job(id: string): Promise<Job> {
    const here = this.here.job(id);
    if (here) {
      return here;
    }
    if (!this.server) {
      throw new Error(texts.here.notHere);
    }
    const job = await this.client.get<Job>(`jobs/${encodeURIComponent(id)}`);
    this.set({ jobs: withJob(this.now.jobs, job) });
    this.watch();
    return job;
  }

  /**
   * Sends the songs among files, or takes them apart here, and notes why others are refused. Returns the address of the
   * first one's page, if there is one.
   */
  take(found: Found, options: JobOptions, place: Place): string | null {
    const most = place === "server" ? (this.now.limits?.maxUploadBytes ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
    const { refusals, taken } = sorted(found, most);
    this.set({ refused: refusals });
    if (place === "server") {
      const first = this.add(taken, options)[0];
      return first === undefined ? null : `#/sending/${first}`;
    }
    const first = this.addHere(taken, options)[0];
    return first === undefined ? null : `#/songs/${first}`;
  }

  /** Takes live sound that is being recorded into the list. */
  recordLive(name: string, stems: readonly string[], model: Model, sampleRate: number): LiveRecording {
    return this.here.record(name, model, stems, sampleRate);
  }

  private addHere(files: readonly File[], options: JobOptions): string[] {
    try {
      const ids = this.here.add(files, options, this.modelFor(options));
      ids.forEach((id, i) => this.sketchFile(this.here.job(id)!.input.sha256, files[i]!));
      return ids;
    } catch (e) {
      this.set({ problem: sentenceOf(e) });
      return [];
    }
  }

  /** Sends songs, two at a time. A file that was being sent before goes on from where it stopped. Returns the uploads' ids. */
  add(files: readonly File[], options: JobOptions): string[] {
    const added = files.map((file): Upload => {
      const before = this.interrupted.of(file);
      return {
        id: `sending-${++this.serial}`, name: nameWithoutEnding(file.name), size: file.size, sent: before?.sent ?? 0,
        since: 0, state: "waiting", file, options: before?.options ?? options, ...(before ? { upload: before.upload } : {}),
      };
    });
    const resumed = new Set(added.map((s) => s.upload).filter((u) => u !== undefined));
    const kept = this.now.uploads.filter((s) => s.state !== "interrupted" || !resumed.has(s.upload!));
    this.set({ uploads: [...kept, ...added] });
    this.pump();
    return added.map((s) => s.id);
  }

  /** Draws the waveform of a file that is being sent; once. */
  sketch(id: string): void {
    const file = this.now.uploads.find((s) => s.id === id)?.file;
    if (file) {
      this.sketchFile(id, file);
    }
  }

  private sketchFile(id: string, file: File): void {
    if (this.sketched.has(id)) {
      return;
    }
    this.sketched.add(id);
    outlineOf(file, (outline) => this.setOutline(id, outline)).catch(() => {
      // A format that the browser does not read, or no sound at all: the server will say.
    });
  }

  /** The waveform of a job's song, if the server has it from another job of the same song. */
  async sketchFrom(job: Job): Promise<void> {
    const { sha256 } = job.input;
    const other = this.shown.jobs.find((j) => j.input.sha256 === sha256 && j.result && j.options.start === 0 && j.options.duration === undefined);
    if (other?.result && !this.now.outlines.has(sha256) && !this.sketched.has(sha256)) {
      this.sketched.add(sha256);
      const peaks = await this.resultsOf(other).get<Peaks>(`${other.result.mix.peaks}?perSecond=10`).catch(() => null);
      if (peaks) {
        this.setOutline(sha256, outlineOfPeaks(peaks.data, other.result.seconds));
      }
    }
  }

  private setOutline(id: string, outline: Outline): void {
    const job = this.now.jobs.find((j) => j.id === this.now.became[id]);
    this.set({ outlines: new Map(this.now.outlines).set(job ? job.input.sha256 : id, outline) });
  }

  /** The model that options name, or the default one. */
  private modelFor(options: JobOptions): Model {
    const model = this.now.models.find((m) => (options.model ? m.id === options.model : m.default));
    if (!model) {
      throw new Error(texts.here.noModels);
    }
    return model;
  }

  again(id: string): void {
    this.change(id, { state: "waiting", sent: 0 });
    this.pump();
  }

  /** Stops sending and removes what the server has of the song, unless it is undone. */
  stopUpload(id: string): void {
    const sending = this.now.uploads.find((s) => s.id === id);
    this.stops.get(id)?.abort();
    this.set({ uploads: this.now.uploads.filter((s) => s.id !== id) });
    if (!sending) {
      return;
    }
    const { upload } = sending;
    const finish = (leaving: boolean) => {
      if (upload !== undefined) {
        this.interrupted.drop(upload);
        const headers = { "Tus-Resumable": "1.0.0" };
        this.client.ask(`uploads/${upload}`, { method: "DELETE", headers, keepalive: leaving }).catch(() => {
          // It may be gone already; the server removes what is left when it expires.
        });
      }
    };
    this.removals.add({ id, name: sending.name, kind: "upload" }, finish, () => {
      const { problem: _problem, ...rest } = sending;
      this.set({ uploads: [...this.now.uploads, { ...rest, state: sending.file ? "waiting" : "interrupted" }] });
      this.pump();
    });
  }

  async rename(id: string, name: string): Promise<void> {
    if (this.here.has(id)) {
      this.here.rename(id, name);
      return;
    }
    await this.attempt(async () => {
      const job = await this.client.send<Job>("PATCH", `jobs/${id}`, { name });
      this.set({ jobs: withJob(this.now.jobs, job) });
    });
  }

  async cancel(id: string): Promise<void> {
    if (this.here.has(id)) {
      this.here.cancel(id);
      return;
    }
    await this.attempt(async () => {
      const job = await this.client.send<Job>("POST", `jobs/${id}/cancel`);
      this.set({ jobs: withJob(this.now.jobs, job) });
    });
  }

  /** Begins a failed or cancelled song anew, as a new job that takes its place; null if it was refused. */
  retry(job: Job): Promise<Job | null> {
    return this.inPlaceOf(job.id, async () => {
      let made: Job | null = null;
      if (this.here.has(job.id)) {
        return this.separateAgain(job.id, job.options);
      }
      await this.attempt(async () => {
        made = await this.client.send<Job>("POST", `jobs/${job.id}/retry`);
        this.set({ jobs: withJob(this.now.jobs, made), problem: null });
        this.watch();
      });
      return made;
    });
  }

  /** Takes a song apart again, with other options; nothing is sent again. Returns the new job, or null if it was refused. */
  async separateAgain(id: string, options: JobOptions): Promise<Job | null> {
    let made: Job | null = null;
    await this.attempt(async () => {
      if (this.here.has(id)) {
        made = await this.here.again(id, options, this.modelFor(options));
        return;
      }
      made = await this.client.send<Job>("POST", `jobs/${id}/again`, options);
      this.set({ jobs: withJob(this.now.jobs, made), problem: null });
      this.watch();
    });
    return made;
  }

  /** Takes what is there of a song whose file is cut short, as a new job in place of the failed one; null if it was refused. */
  takeWhatIsThere(job: Job): Promise<Job | null> {
    return this.inPlaceOf(job.id, () => this.separateAgain(job.id, { ...job.options, truncated: true }));
  }

  /** Removes a job, on the server too, once another was made from its song. While that is under way, a second press does nothing. */
  private async inPlaceOf(id: string, make: () => Promise<Job | null>): Promise<Job | null> {
    if (this.givingWay.has(id)) {
      return null;
    }
    this.givingWay.add(id);
    const made = await make();
    this.givingWay.delete(id);
    if (made !== null) {
      void this.removeForGood(id, true);
    }
    return made;
  }

  /** Removes a song and its files, unless it is undone. Lists leave it out from now on. */
  remove(id: string): void {
    const name = this.shown.jobs.find((job) => job.id === id)?.name ?? "";
    this.removals.add({ id, name, kind: "song" }, (leaving) => void this.removeForGood(id, leaving), () => {});
  }

  undo(id: string): void {
    this.removals.undo(id);
  }

  /** @param leaving the page is being left, or may be before the server has answered: the request outlives it */
  private async removeForGood(id: string, leaving: boolean): Promise<void> {
    drafts.drop(id);
    if (this.here.has(id)) {
      await this.attempt(() => this.here.remove(id));
      return;
    }
    const job = this.now.jobs.find((j) => j.id === id);
    this.gone(id);
    if (leaving) {
      this.leftRemovals.put(id);
    }
    await this.attempt(async () => {
      await this.client.ask(`jobs/${id}`, { method: "DELETE", keepalive: leaving }).catch((e: unknown) => {
        if (!(e instanceof ApiError && e.status === 404)) {
          this.set(job ? { jobs: withJob(this.now.jobs, job) } : {}); // it is still there
          throw e;
        }
      });
      this.gone(id); // a list that was fetched meanwhile may have it again
    });
  }

  dismiss(): void {
    this.set({ problem: null });
  }

  private async attempt(doing: () => Promise<void>): Promise<void> {
    try {
      await doing();
    } catch (e) {
      this.set({ problem: sentenceOf(e) });
    }
  }

  private pump(): void {
    const running = this.now.uploads.filter((s) => s.state === "sending").length;
    const waiting = this.now.uploads.filter((s) => s.state === "waiting" && s.file);
    for (const sending of waiting.slice(0, Math.max(0, AT_ONCE - running))) {
      void this.sendOne(sending);
    }
  }

  private async sendOne(sending: Upload): Promise<void> {
    const { id, file, options } = sending;
    const stop = new AbortController();
    this.stops.set(id, stop);
    this.change(id, { state: "sending", since: Date.now() / 1000 });
    let upload = sending.upload;
    try {
      const job = await sendSong(this.client, file!, options, {
        signal: stop.signal,
        resume: upload,
        onProgress: (sent) => {
          this.change(id, { sent });
          if (upload !== undefined) {
            this.interrupted.progress(upload, sent);
          }
        },
        onResumable: (begun) => {
          upload = begun;
          const { name, size, lastModified } = file!;
          this.interrupted.put({ upload: begun, name, size, lastModified, sent: 0, options });
          this.change(id, { upload: begun });
        },
      });
      const { [id]: outline, ...outlines } = Object.fromEntries(this.now.outlines);
      this.set({
        uploads: this.now.uploads.filter((s) => s.id !== id),
        jobs: withJob(this.now.jobs, job),
        became: { ...this.now.became, [id]: job.id },
        outlines: new Map(Object.entries(outline ? { ...outlines, [job.input.sha256]: outline } : outlines)),
        said: texts.list.said.sent(job.name),
      });
      this.forget(upload);
      this.watch();
    } catch (e) {
      if (!stop.signal.aborted) {
        const gone = e instanceof ApiError && e.status === 404; // the server has removed the upload: begin again
        if (gone) {
          this.forget(upload);
        }
        if (e instanceof ApiError && e.status === 401) {
          this.set({ keyNeeded: true, keyWrong: this.client.hasKey() });
        }
        const { upload: _before, ...rest } = this.now.uploads.find((s) => s.id === id) ?? sending;
        const failed: Upload = { ...rest, state: "failed", problem: sentenceOf(e) };
        const with_ = gone || upload === undefined ? failed : { ...failed, upload };
        this.set({
          uploads: this.now.uploads.map((s) => (s.id === id ? with_ : s)),
          said: texts.list.said.failed(sending.name, sentenceOf(e)),
        });
      }
    } finally {
      this.stops.delete(id);
      this.pump();
    }
  }

  private forget(upload: string | undefined): void {
    if (upload !== undefined) {
      this.interrupted.drop(upload);
    }
  }

  private interruptedUpload(u: Interrupted): Upload {
    return {
      id: `sending-${++this.serial}`, name: nameWithoutEnding(u.name), size: u.size, sent: u.sent, since: 0,
      state: "interrupted", options: u.options, upload: u.upload,
    };
  }

  /** Listens to a few jobs, and asks after all: soon while some are active, seldom otherwise. */
  private watch(): void {
    const wanted = new Set(document.hidden ? [] : toWatch(this.now.jobs));
    for (const [id, source] of this.events) {
      if (!wanted.has(id)) {
        source?.close();
        this.events.delete(id);
      }
    }
    for (const id of wanted) {
      if (!this.events.has(id)) {
        this.events.set(id, null);
        void this.listen(id);
      }
    }
    clearTimeout(this.timer);
    const active = this.now.jobs.filter(isActive).length;
    const seconds = this.now.problem !== null ? 5 : active > wanted.size ? 3 : active > 0 ? 10 : 30;
    this.timer = setTimeout(() => void this.refresh(), 1000 * seconds);
  }

  private async listen(id: string): Promise<void> {
    const address = await this.client.linkTo(id, `${BASE}/jobs/${id}/events`).catch(() => null);
    if (address === null || !this.events.has(id)) {
      this.events.delete(id);
      return; // polling goes on
    }
    const source = new EventSource(address);
    this.events.set(id, source);
    source.addEventListener("job", (e: MessageEvent<string>) => {
      const job = JSON.parse(e.data) as Job;
      this.tell(this.now.jobs.find((j) => j.id === id), job);
      this.set({ jobs: withJob(this.now.jobs, job) });
      if (!isActive(job)) {
        source.close();
        this.events.delete(id);
        void this.refresh(); // places in line have moved
      }
    });
    source.addEventListener("progress", (e: MessageEvent<string>) => {
      this.set({ jobs: withProgress(this.now.jobs, JSON.parse(e.data) as Progress) });
    });
    source.addEventListener("gone", () => this.gone(id));
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED && this.events.get(id) === source) {
        this.events.delete(id);
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.refresh(), 3000);
      }
    };
  }

  private gone(id: string): void {
    this.events.get(id)?.close();
    this.events.delete(id);
    this.set({ jobs: this.now.jobs.filter((job) => job.id !== id) });
    this.watch();
  }

  private tell(before: Job | undefined, now: Job): void {
    const said = endOf(before, now);
    if (said !== null) {
      tellHidden(said);
      this.set({ said });
    }
  }

  private change(id: string, what: Partial<Upload>): void {
    this.set({ uploads: this.now.uploads.map((s) => (s.id === id ? { ...s, ...what } : s)) });
  }

  private set(what: Partial<SongsState>): void {
    this.now = { ...this.now, ...what };
    const before = this.shown.jobs;
    this.shown = { ...this.now, jobs: [...this.here.jobs, ...this.now.jobs].sort(newestFirst) };
    const said = this.here.jobs.map((job) => endOf(before.find((b) => b.id === job.id), job)).find((text) => text !== null);
    if (said != null) {
      tellHidden(said);
      this.now = { ...this.now, said };
      this.shown = { ...this.shown, said };
    }
    this.listeners.forEach((listener) => listener());
  }
}

/** What is said when a job has ended; null if it has not, or had before. */
function endOf(before: Job | undefined, now: Job): string | null {
  if (!before || !isActive(before) || isActive(now)) {
    return null;
  }
  return now.state === "done" ? texts.list.said.done(now.name)
    : now.state === "failed" ? texts.list.said.failed(now.name, withoutCommands(now.failure?.reason ?? ""))
      : null;
}
