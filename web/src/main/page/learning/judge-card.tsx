import { useEffect, useRef, useState } from "react";
import type { Client } from "../api/client";
import { sentenceOf } from "../api/problem";
import { Warning } from "../icons";
import { texts } from "../texts";
import { Comparison } from "./comparison";
import { candidateOf, decisionOf, type Judgement, UNJUDGED } from "./judgement";
import { type Decision, type Passage, passageName } from "./learning";
import { Listening } from "./listening";
import { loadPassage, type Version } from "./passage-sounds";
import { Questions } from "./questions";

const t = texts.learning.passages;

type JudgeCardProps = {
  client: Client;
  passage: Passage;
  /** `name@version` of the model in use. */
  live: string;
  /** Whether there is a candidate to compare with. */
  compared: boolean;
  /** Whether the person has chosen it just now. */
  takesFocus: boolean;
  onDecided: (decided: boolean) => void;
  onNext: () => void;
};

/** One passage: heard blind by both models, marked, decided on; then it is told which model was which. */
export function JudgeCard({ client, passage, live, compared, takesFocus, onDecided, onNext }: JudgeCardProps) {
  const [comparison, setComparison] = useState<Comparison | null>(null);
  const [judgement, setJudgement] = useState<Judgement>(UNJUDGED);
  const [decision, setDecision] = useState<Decision | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const title = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (takesFocus) {
      title.current?.focus();
    }
  }, []);

  useEffect(() => {
    const leaving = new AbortController();
    let made: Comparison | null = null;
    loadPassage(client, passage.id, compared, leaving.signal).then(
      (sounds) => {
        if (!leaving.signal.aborted) {
          made = new Comparison(sounds);
          setComparison(made);
        }
      },
      (e: unknown) => !leaving.signal.aborted && setProblem(sentenceOf(e)),
    );
    return () => {
      leaving.abort();
      made?.close();
      setComparison(null);
    };
  }, [client, passage.id, compared, attempt]);

  const path = `learning/passages/${passage.id}/decision`;
  const attemptTo = async (doing: () => Promise<void>) => {
    setSaving(true);
    setProblem(null);
    try {
      await doing();
    } catch (e) {
      setProblem(sentenceOf(e));
    }
    setSaving(false);
  };
  const input = decisionOf(judgement, passage);
  const save = () => input && !saving && attemptTo(async () => {
    setDecision(await client.send<Decision>("PUT", path, input));
    onDecided(true);
  });
  const takeBack = () => attemptTo(async () => {
    await client.send<undefined>("DELETE", path);
    setDecision(null);
    onDecided(false);
  });

  return (
    <section className="card judge" aria-labelledby="judge-title">
      <h2 id="judge-title" tabIndex={-1} ref={title}>{passageName(passage)}</h2>
      <p className="small">{compared ? t.blind : t.single}</p>
      {comparison
        ? <Listening comparison={comparison} compared={compared} judgement={judgement} onJudgement={setJudgement} decision={decision} onEnter={() => void (decision ? onNext() : save())} />
        : problem === null && <p role="status">{compared ? t.making : t.makingOne}</p>}
      {problem !== null && (
        <p className="problem" role="alert">
          <Warning />{problem}
          {!comparison && <button onClick={() => { setProblem(null); setAttempt(attempt + 1); }}>{texts.learning.again}</button>}
        </p>
      )}
      {decision ? (
        <Revealed decision={decision} live={live} onTakeBack={() => void takeBack()} onNext={onNext} busy={saving} />
      ) : (
        <>
          <Questions judgement={judgement} compared={compared} onJudgement={setJudgement} />
          <div className="row">
            <button className="primary" disabled={!input || saving} {...(input ? {} : { title: t.saveHint })} onClick={() => void save()}>{t.save}</button>
          </div>
        </>
      )}
      <details className="judge-keys">
        <summary>{t.keysTitle}</summary>
        <dl className="keys">
          {t.keys.map(([keys, does]) => <div key={keys}><dt>{keys.split(" ").map((k) => <kbd key={k}>{k}</kbd>)}</dt><dd>{does}</dd></div>)}
        </dl>
      </details>
    </section>
  );
}

/** Which model was which: told only now. */
function Revealed({ decision, live, onTakeBack, onNext, busy }: { decision: Decision; live: string; onTakeBack: () => void; onNext: () => void; busy: boolean }) {
  const candidate = candidateOf(decision, live);
  const says = (version: Version) => (candidate === version ? t.theCandidate : t.theLive)(decision[version] ?? "");
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus({ preventScroll: true }), []);
  return (
    <div className="revealed">
      <p role="status">
        <b>{t.decided[decision.verdict]}</b> {candidate !== null && t.revealed(says("a"), says("b"))} {decision.preferredModel && t.preferredModel[decision.preferredModel]}
      </p>
      <div className="row">
        <button className="primary" ref={next} onClick={onNext}>{t.next}</button>
        <button disabled={busy} onClick={onTakeBack}>{t.takeBack}</button>
      </div>
    </div>
  );
}
