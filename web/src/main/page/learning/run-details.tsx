import { useEffect, useRef } from "react";
import type { Client } from "../api/client";
import { Stop, Warning } from "../icons";
import { texts } from "../texts";
import { CurvesFigure } from "./curves-figure";
import { GateCard } from "./gate-card";
import { type Curves, type GateReport, isUnderWay, type Learning, type Run } from "./learning";
import { whyNotPromotable } from "./promotable";
import { runName } from "./run-list";
import { useAnswer } from "./use-answer";

const t = texts.learning.runs;

type RunDetailsProps = {
  client: Client;
  run: Run;
  learning: Learning;
  /** Whether it was asked to end, and has not ended yet. */
  stopping: boolean;
  onStop: () => void;
  onPromote: () => void;
};

/** A run with its curves and its gate; what can be done with it. */
export function RunDetails({ client, run, learning, stopping, onStop, onPromote }: RunDetailsProps) {
  const underWay = isUnderWay(run);
  const judged = run.state === "passed" || run.state === "refused";
  const curves = useAnswer<Curves>(client, `learning/runs/${run.id}/curves`, underWay ? 5000 : null);
  const report = useAnswer<GateReport>(client, judged ? `learning/runs/${run.id}/gate` : null, null);
  const why = whyNotPromotable(run, learning);
  const wasUnderWay = useRef(underWay);
  useEffect(() => {
    if (wasUnderWay.current && !underWay) {
      void curves.ask(); // its last points
    }
    wasUnderWay.current = underWay;
  }, [underWay, curves]);
  const problem = curves.problem ?? report.problem;
  return (
    <>
      <section className="card" aria-labelledby="run-title">
        <h2 id="run-title">{t.details(runName(run))} <span className={`state is-${run.state}`}>{t.states[run.state]}</span></h2>
        {run.message && <p>{run.message}</p>}
        {run.paused && <p role="status">{t.paused}</p>}
        {run.progress !== undefined && <progress className="progress" max={1} value={run.progress} aria-label={t.progress} />}
        {problem !== null && <p className="problem" role="alert"><Warning />{problem}</p>}
        <div className="row">
          {underWay && <button disabled={stopping} onClick={onStop}><Stop />{t.stop}</button>}
          {stopping && <span className="small" role="status">{t.stopping}</span>}
          {!underWay && <button className="primary" disabled={why !== null} aria-describedby="promote-why" onClick={onPromote}>{t.promote}</button>}
          {!underWay && <span className="small" id="promote-why">{why}</span>}
        </div>
      </section>
      {report.value && <GateCard client={client} id={run.id} report={report.value} />}
      {curves.value && <CurvesFigure curves={curves.value} />}
    </>
  );
}
