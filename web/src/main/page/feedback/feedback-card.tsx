import type { Region } from "../api/client";
import { Bad, Close, Good, Pencil, Play } from "../icons";
import type { Engine } from "../player/engine";
import { clockText } from "../player/view";
import { stemName, texts } from "../texts";
import { KIND_TEXTS } from "./regions";
import type { FeedbackState } from "./use-feedback";

const t = texts.feedback;
const kindName = (kind: Region["kind"]) => KIND_TEXTS[kind].name;

type CardProps = {
  feedback: FeedbackState;
  stems: readonly string[];
  engine: Engine;
  loop: { from: number; to: number } | null;
  marking: Region["kind"] | null;
  onMarking: (kind: Region["kind"] | null) => void;
};

/** Verdicts, marks, a comment, consent. Nothing is sent before “Save”. */
export function FeedbackCard({ feedback, stems, engine, loop, marking, onMarking }: CardProps) {
  const kinds: Region["kind"][] = [
    ...(stems.some((s) => s !== "vocals") ? (["voice-missed"] as const) : []),
    ...(stems.includes("vocals") ? (["music-leaked", "no-voice"] as const) : []),
  ];
  const says = { new: "", stored: "", changed: t.draft, saving: "", saved: t.saved, withdrawn: t.withdrawn }[feedback.state];
  return (
    <section className="card feedback" aria-labelledby="feedback-title">
      <h2 id="feedback-title">{t.title}</h2>
      <p className="small">{t.lead}</p>
      <ul className="verdicts">
        {stems.map((stem) => (
          <li key={stem} className={`is-${stem}`}>
            <span className="stem-name">{stemName(stem)}</span>
            <span className="formats" role="group" aria-label={t.verdictOf(stemName(stem))}>
              {(["good", "not-good"] as const).map((verdict) => (
                <button key={verdict} className={`verdict is-${verdict}`} aria-pressed={feedback.verdicts[stem] === verdict}
                  onClick={() => feedback.judge(stem, feedback.verdicts[stem] === verdict ? null : verdict)}>
                  {verdict === "good" ? <><Good />{t.good}</> : <><Bad />{t.bad}</>}
                </button>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <div className="marks">
        <h3>{t.mark}</h3>
        <p className="small">{t.markLead}</p>
        <div className="row">
          {kinds.map((kind) => (
            <button key={kind} className="toggle-wide" aria-pressed={marking === kind} onClick={() => onMarking(marking === kind ? null : kind)} title={KIND_TEXTS[kind].hint}>
              <Pencil />{kindName(kind)}
            </button>
          ))}
          {marking && loop && (
            <button onClick={() => feedback.mark({ kind: marking, startSeconds: loop.from, endSeconds: loop.to })}>{t.markLoop}</button>
          )}
        </div>
        {feedback.regions.length > 0 && (
          <ul className="regions" aria-label={t.marks}>
            {feedback.regions.map((region, i) => (
              <li key={`${region.kind} ${region.startSeconds}`}>
                <button className="quiet" onClick={() => { engine.seek(Math.max(0, region.startSeconds - 0.5)); void engine.play(); }} aria-label={t.play(clockText(region.startSeconds, true))}>
                  <Play />
                </button>
                <span>{texts.player.loopText(clockText(region.startSeconds, true), clockText(region.endSeconds, true))}</span>
                <b>{kindName(region.kind)}</b>
                <button className="quiet" onClick={() => feedback.unmark(i)} aria-label={t.remove(kindName(region.kind), clockText(region.startSeconds, true))}>
                  <Close />
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <label className="comment">
        {t.comment}
        <textarea rows={2} maxLength={2000} placeholder={t.commentHint} value={feedback.comment} onChange={(e) => feedback.setComment(e.target.value)} />
      </label>
      <label className="consent">
        <input type="checkbox" checked={feedback.consent} onChange={(e) => feedback.setConsent(e.target.checked)} />
        <span>{t.consent}<small>{t.consentHint}</small></span>
      </label>
      <div className="row">
        <button className="primary" disabled={feedback.state !== "changed"} onClick={() => void feedback.save()}>{t.send}</button>
        {(feedback.state === "stored" || feedback.state === "saved") && <button onClick={() => void feedback.withdraw()}>{t.withdraw}</button>}
        {feedback.state === "withdrawn" && <button onClick={() => void feedback.undoWithdraw()}>{t.undo}</button>}
        <span className="small" role="status">{says}</span>
      </div>
      {feedback.problem && <p className="problem" role="alert">{feedback.problem}</p>}
    </section>
  );
}
