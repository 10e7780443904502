import { useEffect, useState } from "react";
import type { Client } from "../api/client";
import { sentenceOf } from "../api/problem";
import { Warning } from "../icons";
import { texts } from "../texts";
import { revocations } from "./events";
import { type DataVersion, type HistoryEntry, whenText } from "./learning";
import { useAnswer } from "./use-answer";

const t = texts.learning.data;
const PAGE = 200;

/** Versions of the data, and the songs that were taken back. */
export function DataPart({ client }: { client: Client }) {
  const data = useAnswer<{ versions: DataVersion[] }>(client, "learning/data", null);
  const [entries, setEntries] = useState<HistoryEntry[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let left = false;
    wholeHistory(client).then((all) => !left && setEntries(all), (e: unknown) => !left && setProblem(sentenceOf(e)));
    return () => void (left = true);
  }, [client]);
  const gone = revocations(entries ?? []);
  return (
    <>
      {(problem ?? data.problem) !== null && <p className="problem" role="alert"><Warning />{problem ?? data.problem}</p>}
      {data.value && (
        <section className="card" aria-labelledby="data-title">
          <h2 id="data-title">{t.title}</h2>
          {data.value.versions.length === 0 && <p className="small">{t.none}</p>}
          <ul className="data-versions">{data.value.versions.map((version) => <li key={version.number}><Version version={version} /></li>)}</ul>
        </section>
      )}
      {entries && (
        <section className="card" aria-labelledby="revoked-title">
          <h2 id="revoked-title">{t.revokedTitle}</h2>
          <p className="small">{gone.length === 0 ? t.revokedNone : t.revokedLead}</p>
          <ul className="events">
            {gone.map((song) => (
              <li key={`${song.song} ${song.at}`}>
                <b>{t.revokedSong(song.song, whenText(song.at))}</b>
                <span>{[...(song.versions.length > 0 ? [t.wasIn(song.versions)] : []), t.stillIn(song.models)].join("; ")}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Version({ version }: { version: DataVersion }) {
  const hours = Object.entries(version.hours).map(([kind, n]) => t.hoursOf(t.kinds[kind] ?? kind, n.toFixed(2)));
  const facts: [string, string][] = [
    [t.songs, String(version.songs)],
    [t.people, String(version.people)],
    [t.hours, hours.join(", ") || t.nothing],
    [t.licences, version.licences.join(", ") || t.nothing],
    [t.revoked, version.revoked === 0 ? t.nothing : String(version.revoked)],
    [t.models, [...new Set(version.models)].join(", ") || t.nothing],
    [t.hash, version.sha256.slice(0, 16)],
  ];
  return (
    <>
      <h3>{t.version(version.number)} <span className="small">{whenText(version.collectedAt)}</span></h3>
      <dl className="facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
    </>
  );
}

/** All entries, newest first: what was taken back long ago counts as well. */
async function wholeHistory(client: Client): Promise<HistoryEntry[]> {
  const all: HistoryEntry[] = [];
  for (let before = ""; ; before = `&before=${all.at(-1)!.number}`) {
    const { entries } = await client.get<{ entries: HistoryEntry[] }>(`learning/history?limit=${PAGE}${before}`);
    all.push(...entries);
    if (entries.length < PAGE) {
      return all;
    }
  }
}
