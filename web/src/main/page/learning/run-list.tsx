import { texts } from "../texts";
import { type Run, whenText } from "./learning";

const t = texts.learning.runs;

/** A run's name: of the learning folder once it has trained, its time before. */
export const runName = (run: Run) => (run.run ? run.run : whenText(run.createdAt));

/** All runs, newest first; one of them is shown below. */
export function RunList({ runs, chosen, onChoose }: { runs: readonly Run[]; chosen: string | null; onChoose: (id: string) => void }) {
  return (
    <section className="card" aria-labelledby="runs-title">
      <h2 id="runs-title">{t.title}</h2>
      {runs.length === 0 && <p className="small">{t.none}</p>}
      <ol className="passages">
        {runs.map((run) => (
          <li key={run.id}>
            <button className="quiet passage" {...(run.id === chosen ? { "aria-current": "true" as const } : {})} onClick={() => onChoose(run.id)}>
              <b>{runName(run)} <span className={`state is-${run.state}`}>{t.states[run.state]}</span></b>
              <span>{[t.facts(run.who, whenText(run.createdAt)), ...(run.data === undefined ? [] : [t.data(run.data)]), ...(run.model && run.base ? [t.made(run.model, run.base)] : [])].join(" · ")}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
