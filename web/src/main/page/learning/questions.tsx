import { texts } from "../texts";
import { type Judgement, reasonsFor, withReason, withVerdict } from "./judgement";

const t = texts.learning.passages;

/** Which is better, whether a model may learn from it, why. */
export function Questions({ judgement, compared, onJudgement }: { judgement: Judgement; compared: boolean; onJudgement: (change: (judgement: Judgement) => Judgement) => void }) {
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
