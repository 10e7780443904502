import { useCallback, useEffect, useState } from "react";
import type { Client } from "../api/client";
import { sentenceOf } from "../api/problem";
import { Warning } from "../icons";
import { texts } from "../texts";
import { sentenceOfEntry } from "./events";
import { type HistoryEntry, whenText } from "./learning";

const t = texts.learning.history;
const PAGE = 50;

/** What happened, who did it and when. */
export function HistoryPart({ client }: { client: Client }) {
  const [entries, setEntries] = useState<HistoryEntry[] | null>(null);
  const [more, setMore] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const load = useCallback(async (before: number | null) => {
    try {
      const page = await client.get<{ entries: HistoryEntry[] }>(`learning/history?limit=${PAGE}${before === null ? "" : `&before=${before}`}`);
      setEntries((shown) => [...(before === null ? [] : (shown ?? [])), ...page.entries]);
      setMore(page.entries.length === PAGE);
      setProblem(null);
    } catch (e) {
      setProblem(sentenceOf(e));
    }
  }, [client]);
  useEffect(() => void load(null), [load]);
  return (
    <>
      {problem !== null && <p className="problem" role="alert"><Warning />{problem}</p>}
      {entries && (
        <section className="card" aria-labelledby="history-title">
          <h2 id="history-title">{t.title}</h2>
          <p className="small">{entries.length === 0 ? t.none : t.lead}</p>
          <ol className="events">
            {entries.map((entry) => (
              <li key={entry.number}>
                <b>{sentenceOfEntry(entry)}</b>
                <span>{t.by(entry.who, whenText(entry.at))}</span>
              </li>
            ))}
          </ol>
          {more && <button onClick={() => void load(entries.at(-1)!.number)}>{texts.learning.older}</button>}
        </section>
      )}
    </>
  );
}
