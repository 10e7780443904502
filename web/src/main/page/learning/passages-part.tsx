import { useCallback, useEffect, useRef, useState } from "react";
import type { Client } from "../api/client";
import { sentenceOf } from "../api/problem";
import { dbText } from "../format";
import { Warning } from "../icons";
import { texts } from "../texts";
import { DecisionsCard } from "./decisions-card";
import { JudgeCard } from "./judge-card";
import { type Learning, type Passage, passageName } from "./learning";
import { useAnswer } from "./use-answer";

const t = texts.learning.passages;
type Page = { passages: Passage[]; total: number };

/** The queue of passages, and the one that is being judged. */
export function PassagesPart({ client }: { client: Client }) {
  const learning = useAnswer<Learning>(client, "learning", null);
  const [queue, setQueue] = useState<Passage[] | null>(null);
  const [total, setTotal] = useState(0);
  const [at, setAt] = useState<string | null>(null);
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  const [changes, setChanges] = useState(0); // decisions made or taken back here
  const [problem, setProblem] = useState<string | null>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const chosen = useRef(false); // by the person: then the passage takes the focus

  const load = useCallback(async (offset: number) => {
    try {
      const page = await client.get<Page>(`learning/passages?limit=50&offset=${offset}`);
      setQueue((before) => [...(offset > 0 ? (before ?? []) : []), ...page.passages.filter((p) => offset === 0 || !before?.some((b) => b.id === p.id))]);
      setTotal(page.total);
      setAt((now) => now ?? page.passages[0]?.id ?? null);
      setProblem(null);
    } catch (e) {
      setProblem(sentenceOf(e));
    }
  }, [client]);
  useEffect(() => void load(0), [load]);

  const known = queue ?? [];
  const passage = known.find((p) => p.id === at);
  const waiting = known.filter((p) => !decided.has(p.id));
  const decide = (id: string, done: boolean) => {
    setDecided((before) => new Set(done ? [...before, id] : [...before].filter((b) => b !== id)));
    setTotal((n) => n + (done ? -1 : 1));
    setChanges((n) => n + 1);
  };
  const next = () => {
    const index = known.findIndex((p) => p.id === at);
    const following = [...known.slice(index + 1), ...known.slice(0, index)].find((p) => !decided.has(p.id));
    chosen.current = true;
    setAt(following?.id ?? null);
    if (!following) {
      void load(0);
      title.current?.focus();
    }
  };
  const compared = learning.value?.candidate !== undefined;
  return (
    <>
      {(problem ?? learning.problem) !== null && (
        <p className="problem" role="alert"><Warning />{problem ?? learning.problem} <button onClick={() => { void load(0); void learning.ask(); }}>{texts.learning.again}</button></p>
      )}
      {passage && learning.value && (
        <JudgeCard key={`${passage.id} ${compared}`} client={client} passage={passage} live={learning.value.live.model} compared={compared} takesFocus={chosen.current}
          onDecided={(done) => decide(passage.id, done)} onNext={next} />
      )}
      {queue && (
        <section className="card" aria-labelledby="queue-title">
          <h2 id="queue-title" tabIndex={-1} ref={title}>{t.title(total)}</h2>
          <p className="small">{waiting.length === 0 ? t.none : t.lead}</p>
          <ol className="passages">
            {waiting.map((p) => (
              <li key={p.id}>
                <button className="quiet passage" {...(p.id === at ? { "aria-current": "true" as const } : {})} onClick={() => { chosen.current = true; setAt(p.id); }}>
                  <b>{passageName(p)}</b>
                  <span>{[t.facts(dbText(p.disagreementDb), Math.round(100 * p.voiced)), ...(p.weight > 1 ? [t.missed(p.weight - 1)] : [])].join(" · ")}</span>
                </button>
              </li>
            ))}
          </ol>
          {waiting.length < total && <button onClick={() => void load(waiting.length)}>{texts.learning.older}</button>}
        </section>
      )}
      <DecisionsCard client={client} count={changes} />
    </>
  );
}
