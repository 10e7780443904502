import { type FormEvent, useState } from "react";
import type { components } from "../api/schema";
import { texts } from "../texts";
import { type Learning, whenText } from "./learning";

const t = texts.learning.runs;
type Input = components["schemas"]["LearningRunInput"];

/** Begins a run, or says why none can begin; and when runs begin by themselves. */
export function RunForm({ learning, underWay, onStart }: { learning: Learning; underWay: boolean; onStart: (input: Input) => void }) {
  const [until, setUntil] = useState<"gate" | "collect">("gate");
  const [minutes, setMinutes] = useState("");
  const why = !learning.on ? (learning.why ?? t.off) : underWay ? t.underWay : null;
  const budget = Number(minutes);
  const onSubmit = (e: FormEvent) => {
    e.preventDefault();
    onStart({ until, ...(until === "gate" && minutes !== "" ? { minutes: budget } : {}) });
  };
  return (
    <section className="card" aria-labelledby="begin-title">
      <h2 id="begin-title">{t.begin}</h2>
      <form className="run-form" onSubmit={onSubmit}>
        <label>
          {t.until}
          <select value={until} disabled={why !== null} onChange={(e) => setUntil(e.target.value === "collect" ? "collect" : "gate")}>
            <option value="gate">{t.untils.gate}</option>
            <option value="collect">{t.untils.collect}</option>
          </select>
        </label>
        <label>
          {t.minutes}
          <input type="number" min="1" max="100000" step="1" inputMode="numeric" placeholder={t.minutesHint} value={minutes} disabled={why !== null || until === "collect"} onChange={(e) => setMinutes(e.target.value)} />
        </label>
        <div className="row">
          <button className="primary" type="submit" disabled={why !== null} aria-describedby="begin-why">{t.start}</button>
          <span className="small" id="begin-why">{why}</span>
        </div>
      </form>
      <p className="small">{scheduleText(learning.schedule)}</p>
    </section>
  );
}

function scheduleText({ everyHours, minHours, newHours, nextAt, promotes }: Learning["schedule"]): string {
  if (everyHours === 0) {
    return t.scheduleOff;
  }
  const hours = (n: number) => n.toFixed(1);
  return t.schedule(everyHours, hours(minHours), hours(newHours ?? 0)) + (nextAt ? t.scheduleNext(whenText(nextAt)) : "") + (promotes ? t.schedulePromotes : t.scheduleStops);
}
