import { useState } from "react";
import type { Client } from "../api/client";
import { sentenceOf } from "../api/problem";
import { Warning } from "../icons";
import { texts } from "../texts";
import { ConfirmDialog } from "./confirm-dialog";
import { isUnderWay, type Learning, type Run } from "./learning";
import { whyNotRollback } from "./promotable";
import { RunDetails } from "./run-details";
import { RunForm } from "./run-form";
import { RunList } from "./run-list";
import { useAnswer } from "./use-answer";

const t = texts.learning;
/** While a run is under way, and otherwise: somebody else may begin one. */
const OFTEN_MILLIS = 2000;
const SELDOM_MILLIS = 30_000;

/** Models in use, a form to begin a run, all runs, and the one that was chosen. */
export function RunsPart({ client }: { client: Client }) {
  const [busy, setBusy] = useState(false);
  const every = busy ? OFTEN_MILLIS : SELDOM_MILLIS;
  const learning = useAnswer<Learning>(client, "learning", every);
  const runs = useAnswer<{ runs: Run[] }>(client, "learning/runs", every);
  const [chosen, setChosen] = useState<string | null>(null);
  const [stopping, setStopping] = useState<string | null>(null);
  const [asking, setAsking] = useState<"rollback" | Run | null>(null);
  const [says, setSays] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  const list = runs.value?.runs ?? [];
  const isBusy = list.some(isUnderWay);
  if (isBusy !== busy) {
    setBusy(isBusy); // it decides how often is asked
  }
  const run = list.find((r) => r.id === chosen) ?? list[0];

  const attempt = async (doing: () => Promise<string>) => {
    setProblem(null);
    setAsking(null);
    try {
      setSays(await doing());
    } catch (e) {
      setProblem(sentenceOf(e));
    }
    await Promise.all([runs.ask(), learning.ask()]);
  };
  const promote = (promoted: Run) => attempt(async () => {
    const state = await client.send<Learning>("POST", `learning/runs/${promoted.id}/promote`, {});
    learning.set(state);
    return t.runs.promoted(state.live.model);
  });
  const rollback = (from: string) => attempt(async () => {
    const state = await client.send<Learning>("POST", "learning/rollback", { from });
    learning.set(state);
    return t.models.rolledBack(state.live.model);
  });
  const stop = (stopped: Run) => attempt(async () => {
    await client.send<Run>("POST", `learning/runs/${stopped.id}/stop`, {});
    setStopping(stopped.id);
    return "";
  });
  const now = learning.value;
  const failure = problem ?? learning.problem ?? runs.problem;
  return (
    <>
      {failure !== null && <p className="problem" role="alert"><Warning />{failure}</p>}
      <p className="said" role="status">{says}</p>
      {now && (
        <div className="learning-columns">
          <Models learning={now} onRollback={() => setAsking("rollback")} />
          <RunForm learning={now} underWay={isBusy} onStart={(input) => void attempt(async () => {
            const begun = await client.send<Run>("POST", "learning/runs", input);
            setChosen(begun.id);
            return "";
          })} />
        </div>
      )}
      {runs.value && <RunList runs={list} chosen={run?.id ?? null} onChoose={setChosen} />}
      {run && now && (
        <RunDetails key={run.id} client={client} run={run} learning={now} stopping={stopping === run.id && isUnderWay(run)} onStop={() => void stop(run)} onPromote={() => setAsking(run)} />
      )}
      {asking === "rollback" && now?.previous && (
        <ConfirmDialog title={t.models.rollbackTitle} says={t.models.rollbackSays(now.live.model, now.previous.model)} does={t.models.rollback}
          onDo={() => void rollback(now.live.model)} onClose={() => setAsking(null)} />
      )}
      {asking !== null && asking !== "rollback" && now && (
        <ConfirmDialog title={t.runs.promoteTitle} says={t.runs.promoteSays(asking.model ?? "", now.live.model)} does={t.runs.promote}
          onDo={() => void promote(asking)} onClose={() => setAsking(null)} />
      )}
    </>
  );
}

function Models({ learning, onRollback }: { learning: Learning; onRollback: () => void }) {
  const m = t.models;
  const why = whyNotRollback(learning);
  return (
    <section className="card" aria-labelledby="models-title">
      <h2 id="models-title">{m.title}</h2>
      <dl className="facts">
        <div><dt>{m.live}</dt><dd data-testid="live-model">{learning.live.model}</dd></div>
        <div><dt>{m.candidate}</dt><dd>{learning.candidate?.model ?? m.noCandidate}</dd></div>
        <div><dt>{m.previous}</dt><dd>{learning.previous?.model ?? m.noPrevious}</dd></div>
      </dl>
      <div className="row">
        <button disabled={why !== null} aria-describedby="rollback-why" onClick={onRollback}>{m.rollback}</button>
        <span className="small" id="rollback-why">{why}</span>
      </div>
    </section>
  );
}
