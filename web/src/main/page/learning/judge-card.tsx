import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { Client, Region } from "../api/client";
import { sentenceOf } from "../api/problem";
import { KIND_TEXTS } from "../feedback/regions";
import { Close, Pause, Pencil, Play, Warning } from "../icons";
import { clockText } from "../player/view";
import { texts } from "../texts";
import { Comparison } from "./comparison";
import { candidateOf, decisionOf, type Judgement, marked, reasonsFor, UNJUDGED, withReason, withVerdict } from "./judgement";
import { type Decision, type Passage, passageName } from "./learning";
import { PassageLane } from "./passage-lane";
import { loadPassage, type Stem, type Version } from "./passage-sounds";
import { useJudgeKeys } from "./use-judge-keys";

const t = texts.learning.passages;
const KINDS: Region["kind"][] = ["voice-missed", "music-leaked", "no-voice"];

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

type ListeningProps = {
  comparison: Comparison;
  compared: boolean;
  judgement: Judgement;
  onJudgement: (change: (judgement: Judgement) => Judgement) => void;
  decision: Decision | null;
  onEnter: () => void;
};

/** Play, A or B, what is heard, and the waveform to mark on. */
function Listening({ comparison, compared, judgement, onJudgement, decision, onEnter }: ListeningProps) {
  const now = useSyncExternalStore(comparison.subscribe, comparison.snapshot);
  const [kind, setKind] = useState<Region["kind"] | null>(null);
  const [said, setSaid] = useState("");
  const begun = useRef<number | null>(null);
  const open = decision === null;
  const mark = (from: number, to: number) => {
    if (open) {
      const used = kind ?? "music-leaked";
      onJudgement((j) => marked(j, { kind: used, startSeconds: Math.min(from, to), endSeconds: Math.max(from, to) }, comparison.seconds));
      setSaid(t.markedAt(KIND_TEXTS[used].name, clockText(Math.min(from, to), true)));
    }
  };
  useJudgeKeys({
    comparison, compared, onEnter,
    onMark: (begins) => {
      if (begins) {
        begun.current = comparison.position();
      } else {
        mark(begun.current ?? 0, comparison.position());
        begun.current = null;
      }
    },
    onVerdict: (verdict) => open && onJudgement((j) => withVerdict(j, verdict)),
  });
  const regions = useMemo(() => judgement.regions, [judgement.regions]);
  return (
    <>
      <div className="row judge-transport">
        <button className="play" onClick={() => comparison.toggle()} aria-label={now.playing ? t.pause : t.play}>{now.playing ? <Pause /> : <Play />}</button>
        {compared && (
          <span className="segments" role="group" aria-label={t.versions}>
            {(["a", "b"] as Version[]).map((version) => (
              <button key={version} aria-pressed={now.version === version} onClick={() => comparison.choose({ version })}>{t.version[version]}</button>
            ))}
          </span>
        )}
        <span className="segments" role="group" aria-label={t.stems}>
          {(["vocals", "music", "song"] as Stem[]).map((stem) => (
            <button key={stem} aria-pressed={now.stem === stem} onClick={() => comparison.choose({ stem })}>{t.stem[stem]}</button>
          ))}
        </span>
      </div>
      <PassageLane comparison={comparison} now={now} regions={regions} marking={kind !== null && open} onMark={mark} />
      {open && (
        <div className="marks">
          <h3>{t.mark}</h3>
          <p className="small">{t.markLead}</p>
          <div className="row">
            {KINDS.map((k) => (
              <button key={k} className="toggle-wide" aria-pressed={kind === k} onClick={() => setKind(kind === k ? null : k)} title={KIND_TEXTS[k].hint}><Pencil />{KIND_TEXTS[k].name}</button>
            ))}
          </div>
          {regions.length > 0 && (
            <ul className="regions" aria-label={t.marks}>
              {regions.map((region, i) => (
                <li key={`${region.kind} ${region.startSeconds}`}>
                  <span>{texts.player.loopText(clockText(region.startSeconds, true), clockText(region.endSeconds, true))}</span>
                  <b>{KIND_TEXTS[region.kind].name}</b>
                  <button className="quiet" aria-label={t.remove(KIND_TEXTS[region.kind].name, clockText(region.startSeconds, true))}
                    onClick={() => onJudgement((j) => ({ ...j, regions: j.regions.filter((_, k) => k !== i) }))}><Close /></button>
                </li>
              ))}
            </ul>
          )}
          <p className="unseen" role="status">{said}</p>
        </div>
      )}
    </>
  );
}

function Questions({ judgement, compared, onJudgement }: { judgement: Judgement; compared: boolean; onJudgement: (change: (judgement: Judgement) => Judgement) => void }) {
  return (
    <div className="judge-questions">
      {compared && (
        <fieldset>
          <legend>{t.better}</legend>
          <div className="row">
            {(["a", "b", "neither"] as const).map((preferred) => (
              <label key={preferred} className="pick">
                <input type="radio" name="preferred" checked={judgement.preferred === preferred} onChange={() => onJudgement((j) => ({ ...j, preferred }))} />
                {t.preferences[preferred]}
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <fieldset>
        <legend>{t.verdict}</legend>
        <p className="small">{compared ? t.verdictHint.two : t.verdictHint.one}</p>
        <div className="row">
          {(["approve", "reject", "unsure"] as const).map((verdict) => (
            <label key={verdict} className="pick">
              <input type="radio" name="verdict" checked={judgement.verdict === verdict} onChange={() => onJudgement((j) => withVerdict(j, verdict))} />
              {t.verdicts[verdict]}
            </label>
          ))}
        </div>
      </fieldset>
      {judgement.verdict !== null && (
        <fieldset>
          <legend>{t.reasons}</legend>
          <div className="row">
            {reasonsFor(judgement.verdict).map((reason) => (
              <label key={reason} className="pick">
                <input type="checkbox" checked={judgement.reasons.includes(reason)} onChange={(e) => { const given = e.target.checked; onJudgement((j) => withReason(j, reason, given)); }} />
                {t.reason[reason]}
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <label className="comment">
        {t.comment}
        <textarea rows={2} maxLength={2000} value={judgement.comment} onChange={(e) => { const comment = e.target.value; onJudgement((j) => ({ ...j, comment })); }} />
      </label>
    </div>
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
