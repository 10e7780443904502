import { useEffect, useRef, useSyncExternalStore } from "react";
import { Back, Warning } from "../icons";
import type { Songs } from "../songs/store";
import { texts } from "../texts";
import { DataPart } from "./data-part";
import { HistoryPart } from "./history-part";
import { PARTS } from "./learning";
import { PassagesPart } from "./passages-part";
import { RunsPart } from "./runs-part";
import "../style/learning.css";

const t = texts.learning;

/** The curators' page: passages to judge, runs with the gate, versions of the data, history. */
export default function LearningPage({ songs, part }: { songs: Songs; part: string }) {
  const { limits, loaded, problem, keyNeeded } = useSyncExternalStore(songs.subscribe, songs.snapshot);
  const title = useRef<HTMLHeadingElement>(null);
  // When the address changed this view was being fetched, so its title could not take the focus yet.
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    document.title = `${t.parts[part]} – ${t.title} – ${texts.name}`;
    return () => void (document.title = texts.name);
  }, [part]);
  const refused = limits ? (limits.curator ? null : texts.problems.kinds["not-curator"]!) : loaded ? (problem ?? t.noServer) : null;
  return (
    <main className="song-page learning-page">
      <div className="song-head">
        <a className="back" href="#/"><Back />{texts.player.back}</a>
        <h1 tabIndex={-1} ref={title}>{t.title}</h1>
        <p className="small">{t.lead}</p>
      </div>
      {refused !== null && !keyNeeded && <p className="problem" role="alert"><Warning />{refused}</p>}
      {limits?.curator && !keyNeeded && (
        <>
          <nav className="segments learning-parts" aria-label={t.partsLabel}>
            {PARTS.map((name) => (
              <a key={name} className="button" href={name === "" ? "#/learning" : `#/learning/${name}`} {...(name === part ? { "aria-current": "page" } : {})}>{t.parts[name]}</a>
            ))}
          </nav>
          {part === "" && <PassagesPart client={songs.client} />}
          {part === "runs" && <RunsPart client={songs.client} />}
          {part === "data" && <DataPart client={songs.client} />}
          {part === "history" && <HistoryPart client={songs.client} />}
        </>
      )}
    </main>
  );
}
