import { useEffect, useState } from "react";
import type { Client } from "../api/client";
import { Warning } from "../icons";
import { texts } from "../texts";
import { type Decision, whenText } from "./learning";
import { useAnswer } from "./use-answer";

const t = texts.learning.passages;
const PAGE = 20;

/** What all curators decided, newest first. Read anew when `count` changes: decisions that were made or taken back here. */
export function DecisionsCard({ client, count }: { client: Client; count: number }) {
  const [shown, setShown] = useState(PAGE);
  const { value, problem, ask } = useAnswer<{ decisions: Decision[]; total: number }>(client, `learning/decisions?limit=${shown}`, null);
  useEffect(() => {
    if (count > 0) {
      void ask();
    }
  }, [ask, count]);
  return (
    <>
      {problem !== null && <p className="problem" role="alert"><Warning />{problem}</p>}
      {value && value.total > 0 && (
        <section className="card" aria-labelledby="decisions-title">
          <h2 id="decisions-title">{t.decisions(value.total)}</h2>
          <ol className="events">
            {value.decisions.map((d) => (
              <li key={`${d.passage} ${d.who}`}>
                <b>{saidBy(d)}</b>
                <span>{[...(d.comment ? [`“${d.comment}”`] : []), texts.learning.history.by(d.who, whenText(d.at))].join(" · ")}</span>
              </li>
            ))}
          </ol>
          {value.decisions.length < value.total && shown < 200 && <button onClick={() => setShown(Math.min(200, shown + 60))}>{texts.learning.older}</button>}
        </section>
      )}
    </>
  );
}

function saidBy({ verdict, preferredModel, reasons, regions }: Decision): string {
  return [
    t.decidedAs[verdict], ...reasons.map((reason) => t.reason[reason]), ...(preferredModel ? [t.wasBetter[preferredModel]] : []),
    ...(regions.length > 0 ? [t.markCount(regions.length)] : []),
  ].join(" · ");
}
