import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { openInstead } from "../address";
import type { Job } from "../api/client";
import { sentenceOf, withoutCommands } from "../api/problem";
import { Again, Back, Close, Warning } from "../icons";
import { AgainCard } from "../songs/again-card";
import { partOf } from "../songs/outline";
import { Refused } from "../songs/refused";
import { SongList, stateText } from "../songs/song-list";
import type { HereJob } from "../here/here";
import type { Songs } from "../songs/store";
import { Working } from "../songs/working";
import { givesText, texts } from "../texts";
import { dbText } from "../format";
import type { Engine } from "./engine";
import { loadSong } from "./load-song";
import type { LoadedSong } from "./loaded-song";
import { Player } from "./player";
import { ShareCard } from "./share-card";
import { SongTitle } from "./song-title";
import { clockText } from "./view";

const t = texts.player;

/** For few: fetched when a song of the server is shown. */
const CorrectedCard = lazy(() => import("../feedback/corrected-card"));

/** The page of one song: fetches it, then shows the player. */
export function SongPage({ songs, id }: { songs: Songs; id: string }) {
  const now = useSyncExternalStore(songs.subscribe, songs.snapshot);
  const job = now.jobs.find((j) => j.id === id);
  const [problem, setProblem] = useState<string | null>(null);
  const [loaded, setLoaded] = useState<LoadedSong | null>(null);
  const [attempt, setAttempt] = useState(0);
  const done = job?.state === "done";
  const waitsForKey = now.keyNeeded;

  useEffect(() => {
    if (!waitsForKey) {
      songs.job(id).catch((e: unknown) => setProblem(sentenceOf(e)));
    }
  }, [songs, id, attempt, waitsForKey]);

  useEffect(() => {
    document.title = job ? `${job.name} – ${texts.name}` : texts.name;
    return () => void (document.title = texts.name);
  }, [job?.name]);

  useEffect(() => {
    if (!done) {
      return;
    }
    let engine: Engine | null = null;
    let left = false;
    loadSong(songs.resultsOf(job), job, songs.snapshot().models.find((m) => m.name === job.model.name && m.version === job.model.version)?.stems ?? null)
      .then((result) => {
        engine = result.engine;
        if (left) {
          engine.close();
        } else {
          setLoaded(result);
        }
      })
      .catch((e: unknown) => !left && setProblem(sentenceOf(e)));
    return () => {
      left = true;
      engine?.close();
      setLoaded(null);
    };
    // A job that is done does not change: its id is enough.
  }, [songs, id, done, attempt]);

  useEffect(() => {
    if (job && !done) {
      void songs.sketchFrom(job);
    }
  }, [songs, id, job === undefined, done]);

  const facts = job?.result ? factsOf(job) : "";
  return (
    <main className="song-page">
      <div className="song-head">
        <a className="back" href="#/"><Back />{t.back}</a>
        <SongTitle name={job?.name ?? t.unnamed} onRename={job ? (name) => void songs.rename(job.id, name) : null} />
        <p className="small">{[facts, ...voiceTime(loaded)].join(" · ")}</p>
      </div>
      {Object.values(now.became).includes(id) && <Refused sentences={now.refused} />}
      {problem !== null ? (
        <div className="notice">
          <p className="problem" role="alert"><Warning />{problem}</p>
          <button onClick={() => { setProblem(null); setAttempt(attempt + 1); }}>{t.again}</button>
        </div>
      ) : loaded && typeof AudioContext === "undefined" ? (
        <p className="problem" role="alert"><Warning />{t.noAudio}</p>
      ) : loaded && job ? (
        <Player loaded={loaded} results={songs.resultsOf(job)} client={songs.isHere(job.id) ? null : songs.client} again={(
          <>
            {now.limits?.keyNeeded && !songs.isHere(job.id) && <ShareCard client={songs.client} id={job.id} />}
            <AgainCard songs={songs} job={job} />
            {!songs.isHere(job.id) && <Suspense fallback={null}><CorrectedCard client={songs.client} id={job.id} /></Suspense>}
          </>
        )} />
      ) : job ? (
        <Unready songs={songs} job={job} />
      ) : (
        <p className="notice" role="status">{t.loading}</p>
      )}
      {!done && <SongList songs={songs} onChoose={() => void (location.hash = "#/")} besides={id} />}
    </main>
  );
}

/** A song in line, being taken apart, being fetched, cancelled or failed. */
function Unready({ songs, job }: { songs: Songs; job: HereJob }) {
  const now = useSyncExternalStore(songs.subscribe, songs.snapshot);
  const whole = now.outlines.get(job.input.sha256);
  const outline = whole && partOf(whole, job.options.start, job.options.duration);
  const l = texts.list;
  const ended = job.state === "failed" || job.state === "cancelled";
  return (
    <>
      <Working name={job.name} says={job.state === "done" ? t.loading : job.state === "failed" ? "" : stateText(job)} outline={outline}
        share={job.state === "done" ? 1 : job.progress} kind={ended ? "ended" : job.state === "queued" ? "queued" : "running"}>
        {job.state === "failed" && <p className="problem" role="alert"><Warning />{stateText(job)}</p>}
        {job.failure?.truncated && (
          <button className="primary" onClick={() => void openInstead(songs.takeWhatIsThere(job))}>{l.takeThere}</button>
        )}
        {ended && <button onClick={() => void openInstead(songs.retry(job))}><Again />{l.retry}</button>}
        {(job.state === "queued" || job.state === "running") && !job.recording && (
          <button aria-label={l.cancelSong(job.name)} onClick={() => void songs.cancel(job.id)}><Close />{l.cancel}</button>
        )}
      </Working>
      {ended && <AgainCard songs={songs} job={job} />}
    </>
  );
}

function voiceTime(loaded: LoadedSong | null): string[] {
  const activity = loaded?.activity;
  return activity && activity.seconds > 0
    ? [t.voiceTime(clockText(activity.voiceSeconds), Math.round((100 * activity.voiceSeconds) / activity.seconds), t.voiceSaidBy[activity.source])]
    : [];
}

function factsOf(job: Job): string {
  const { result, input, model } = job;
  return [
    clockText(result!.seconds),
    `${result!.sampleRate / 1000} kHz`,
    ...(input.codec ? [input.codec.startsWith("pcm") ? "PCM" : input.codec.toUpperCase()] : []),
    t.gives(givesText(result!.stems.map((stem) => stem.name)), `${model.name} ${model.version}`),
    ...(result!.gainDb < -0.05 ? [t.turnedDown(dbText(-result!.gainDb).replace("+", ""))] : []),
    ...result!.notes.map(withoutCommands).filter((note) => note !== ""),
  ].join(" · ");
}
