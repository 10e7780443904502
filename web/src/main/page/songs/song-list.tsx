import { useEffect, useState, useSyncExternalStore } from "react";
import type { Job } from "../api/client";
import { sentences, withoutCommands } from "../api/problem";
import { spanText } from "../format";
import { Again, Close, Download, Trash, Warning } from "../icons";
import { stemName, texts } from "../texts";
import { clockText } from "../player/view";
import type { HereJob } from "../here/here";
import { found, type Order, ORDERS } from "./find";
import { isActive } from "./list";
import { ask, canAsk } from "./notices";
import { toldApart } from "./same-name";
import type { Upload, Songs } from "./store";

const t = texts.list;
/** Fewer songs are seen at a glance. */
const MANY = 6;

/**
 * The list of uploads and of the server's jobs.
 *
 * @param besides the upload or job that is shown above the list; then it has only the others that are on the way
 */
export function SongList({ songs, onChoose, besides }: { songs: Songs; onChoose: () => void; besides?: string }) {
  const now = useSyncExternalStore(songs.subscribe, songs.snapshot);
  const removed = new Set(now.removals.map((r) => r.id));
  const jobs = now.jobs.filter((job) => !removed.has(job.id));
  const apart = toldApart(jobs, now.models);
  const [typed, setTyped] = useState("");
  const [order, setOrder] = useState<Order>("newest");
  const [mayAsk, setMayAsk] = useState(canAsk);
  const { older } = now;
  const wantsAll = typed.trim() !== "" || order !== "newest";
  useEffect(() => {
    if (wantsAll && older !== null) {
      void songs.loadOlder();
    }
  }, [songs, wantsAll, older]);
  if (besides !== undefined) {
    const uploads = now.uploads.filter((u) => u.id !== besides);
    const active = jobs.filter((job) => job.id !== besides && isActive(job));
    return uploads.length + active.length > 0 && (
      <section className="songs" aria-labelledby="songs-title">
        <h2 id="songs-title">{t.others}</h2>
        <ul>
          {uploads.map((sending) => <SendingRow key={sending.id} sending={sending} songs={songs} onChoose={onChoose} />)}
          {active.map((job) => <JobRow key={job.id} job={job} apart={apart.get(job.id)} songs={songs} />)}
        </ul>
      </section>
    );
  }
  const shown = found(jobs, typed, order);
  const nothing = now.uploads.length === 0 && jobs.length === 0;
  return (
    <section className="songs" id="songs" tabIndex={-1} aria-labelledby="songs-title">
      <h2 id="songs-title">{t.title}</h2>
      {now.problem && <p className="problem" role="alert"><Warning />{now.problem}</p>}
      {(jobs.length >= MANY || older !== null || wantsAll) && (
        <div className="row find">
          <input type="search" value={typed} placeholder={t.find} aria-label={t.find} onChange={(e) => setTyped(e.target.value)} />
          <select value={order} aria-label={t.order} onChange={(e) => setOrder(e.target.value as Order)}>
            {ORDERS.map((o) => <option key={o} value={o}>{t.orders[o]}</option>)}
          </select>
        </div>
      )}
      {mayAsk && jobs.some(isActive) && <button onClick={() => void ask().then(() => setMayAsk(canAsk()))}>{t.notify}</button>}
      {nothing && <p className="empty">{now.loaded ? t.empty : t.loading}</p>}
      <ul>
        {now.uploads.map((sending) => <SendingRow key={sending.id} sending={sending} songs={songs} onChoose={onChoose} />)}
        {shown.map((job) => <JobRow key={job.id} job={job} apart={apart.get(job.id)} songs={songs} />)}
      </ul>
      {typed.trim() !== "" && shown.length === 0 && <p className="empty" role="status">{older !== null ? t.loading : t.noneFound}</p>}
      {now.older !== null && <button onClick={() => void songs.loadOlder()}>{t.more}</button>}
      {now.limits && jobs.some((job) => !songs.isHere(job.id)) && <p className="small">{t.keeps(spanText(now.limits.keepSeconds))}</p>}
      {jobs.some((job) => songs.isHere(job.id)) && <p className="small">{t.keepsHere}</p>}
    </section>
  );
}

function SendingRow({ sending, songs, onChoose }: { sending: Upload; songs: Songs; onChoose: () => void }) {
  const share = sending.size > 0 ? sending.sent / sending.size : 0;
  return (
    <li className={`song ${sending.state === "failed" ? "is-failed" : "is-sending"}`}>
      <div className="song-text">
        <a className="song-name" href={sending.state === "interrupted" ? "#/" : `#/sending/${sending.id}`}>{sending.name}</a>
        <span className="song-state">{sendingText(sending)}</span>
      </div>
      <div className="song-actions">
        {sending.state === "failed" && <button onClick={() => songs.again(sending.id)}><Again />{t.retrySend}</button>}
        {sending.state === "interrupted" && <button onClick={onChoose}>{t.again}</button>}
        <button className="quiet" aria-label={t.cancelSong(sending.name)} title={t.cancel} onClick={() => songs.stopUpload(sending.id)}><Close /></button>
      </div>
      {sending.state !== "failed" && <Bar name={sending.name} share={share} kind="sending" />}
    </li>
  );
}

/** What is said of a song that is sent. */
export function sendingText(sending: Upload): string {
  const share = sending.size > 0 ? sending.sent / sending.size : 0;
  const percent = Math.floor(100 * share);
  const passed = Date.now() / 1000 - sending.since;
  const rest = sending.state === "sending" && share > 0.02 && passed > 3 ? texts.time.left(spanText((passed * (1 - share)) / share)) : "";
  return {
    waiting: t.preparing,
    sending: share >= 1 ? t.sentAll : t.sending(percent, rest),
    failed: sending.problem ?? "",
    interrupted: t.interrupted(percent),
  }[sending.state];
}

type JobRowProps = {
  job: HereJob;
  /** What tells it from other songs of its name, if there are any. */
  apart: string | undefined;
  songs: Songs;
};

function JobRow({ job, apart, songs }: JobRowProps) {
  const active = isActive(job);
  const place = songs.places.includes("server") && songs.isHere(job.id) ? t.here : ""; // only where there is a choice
  const name = apart !== undefined ? t.nameApart(job.name, apart) : job.name;
  return (
    <li className={`song is-${job.state}`} data-job={job.id}>
      <div className="song-text">
        <a className="song-name" href={`#/songs/${job.id}`} {...(job.state === "done" ? { "aria-label": t.openSong(name) } : {})}>{job.name}</a>
        <span className="song-state">{[...(apart !== undefined ? [apart] : []), stateText(job), ...(place ? [place] : [])].join(" · ")}</span>
      </div>
      <div className="song-actions">
        {job.state === "done" && (
          <>
            {job.result?.stems.map((stem) => (
              <button key={stem.name} className={`chip of-stem is-${stem.name}`} aria-label={t.downloadOf(stemName(stem.name), job.options.format, name)}
                onClick={() => void songs.resultsOf(job).download(job.id, stem.files[job.options.format])}>
                <Download />{stemName(stem.name)}
              </button>
            ))}
            <a className="button" href={`#/songs/${job.id}`} aria-label={t.openSong(name)}>{t.open}</a>
          </>
        )}
        {job.failure?.truncated && (
          <button aria-label={t.takeThereOf(name)} onClick={() => void songs.takeWhatIsThere(job)}>{t.takeThere}</button>
        )}
        {(job.state === "failed" || job.state === "cancelled") && (
          <button aria-label={t.retrySong(name)} onClick={() => void songs.retry(job)}><Again />{t.retry}</button>
        )}
        {job.recording ? null : active ? (
          <button className="quiet" aria-label={t.cancelSong(name)} title={t.cancel} onClick={() => void songs.cancel(job.id)}><Close /></button>
        ) : (
          <button className="quiet" aria-label={t.removeSong(name)} title={t.remove} onClick={() => songs.remove(job.id)}><Trash /></button>
        )}
      </div>
      {active && <Bar name={name} share={job.progress} kind={job.state === "running" ? "running" : "queued"} />}
    </li>
  );
}

/** What is said of a job. */
export function stateText(job: HereJob): string {
  const eta = job.etaSeconds !== undefined ? texts.time.aboutLeft(spanText(job.etaSeconds)) : "";
  switch (job.state) {
    case "queued":
      return (job.queue ? (job.queue.place === 1 ? t.queuedNext : t.queued(job.queue.place)) : t.starting) + eta;
    case "running":
      return job.recording ? t.recording : job.fetched !== undefined ? t.fetching(Math.floor(100 * job.fetched)) : t.running(Math.floor(100 * job.progress)) + eta;
    case "done":
      return [
        clockText(job.result?.seconds ?? 0),
        ...(job.options.truncated ? [t.truncated] : []),
        ...(job.reused ? [t.reused] : []),
      ].join(" · ");
    case "failed":
      return job.failure ? failureText(job.failure) : t.failed;
    case "cancelled":
      return t.cancelled;
  }
}

/** The server's reason, and what can be done, unless the reason says it already. */
export function failureText(failure: NonNullable<Job["failure"]>): string {
  const way = texts.problems.failures[failure.truncated ? "truncated" : failure.kind] ?? "";
  const reason = withoutCommands(failure.reason);
  const helps = !failure.truncated && /[;.!] *\S/.test(reason.slice(0, -1));
  return sentences([reason, helps ? "" : way]);
}

function Bar({ name, share, kind }: { name: string; share: number; kind: string }) {
  return (
    <div className={`bar is-${kind}`} role="progressbar" aria-label={t.progressOf(name)} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.floor(100 * share)}>
      <span style={{ transform: `scaleX(${share})` }} />
    </div>
  );
}
