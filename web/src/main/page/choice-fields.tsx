import type { Bits, Format } from "./api/client";
import { type Choice, choicesOf, type Extras, isResearch, modelOf } from "./choice";
import type { SongsState } from "./songs/store";
import { givesText, texts } from "./texts";

const t = texts.drop;

/** The choice of what to get, as radio buttons. */
export function ChoiceField({ now, choice, onChange }: { now: SongsState; choice: Choice; onChange: (choice: Choice) => void }) {
  const stems = modelOf("stems", now.models)?.stems ?? [];
  const hint = { both: t.bothHint, stems: givesText(stems), voice: t.voiceHint, music: t.musicHint };
  const name = { both: t.both, stems: t.stems(stems.length), voice: t.voice, music: t.music };
  return (
    <fieldset className="choice">
      <legend className="unseen">{t.choice}</legend>
      {choicesOf(now.models).map((c) => (
        <label key={c} className={`of-${c}`}>
          <input type="radio" name="choice" value={c} checked={choice === c} onChange={() => onChange(c)} />
          <span>
            <b>{name[c]}</b>
            <small>{hint[c]}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Format, bit depth and part of the song; the model behind *Experts*. */
export function Options({ now, extras, onChange }: { now: SongsState; extras: Extras; onChange: (extras: Extras) => void }) {
  const o = texts.options;
  const set = (what: Partial<Extras>) => onChange({ ...extras, ...what });
  return (
    <details className="options">
      <summary>{o.title}</summary>
      <div className="grid">
        <label>
          {o.format}
          <select value={extras.format} onChange={(e) => set({ format: e.target.value as Format, bits: "" })}>
            {(now.limits?.formats ?? ["wav"]).map((f) => <option key={f} value={f}>{o.formats[f]}</option>)}
          </select>
        </label>
        <label>
          {o.bits}
          <select value={extras.bits} disabled={extras.format === "mp3"} onChange={(e) => set({ bits: e.target.value as Bits | "" })}>
            <option value="">{o.bitsAsSong}</option>
            <option value="16">{o.bits16}</option>
            <option value="24">{o.bits24}</option>
            {extras.format === "wav" && <option value="32f">{o.bits32}</option>}
          </select>
        </label>
        <label>
          {o.start}
          <input type="number" min="0" step="any" inputMode="decimal" placeholder="0" value={extras.start} onChange={(e) => set({ start: e.target.value })} />
        </label>
        <label>
          {o.duration}
          <input type="number" min="0" step="any" inputMode="decimal" placeholder={o.whole} value={extras.duration} onChange={(e) => set({ duration: e.target.value })} />
        </label>
      </div>
      <details className="experts">
        <summary>{o.experts}</summary>
        <label>
          {o.model}
          <select value={extras.model} onChange={(e) => set({ model: e.target.value })}>
            <option value="">{o.modelDefault}</option>
            {[false, true].map((research) => (
              <optgroup key={String(research)} label={research ? o.research : o.standard}>
                {now.models.filter((m) => isResearch(m) === research).map((m) => (
                  <option key={m.id} value={m.id}>{o.modelGives(givesText(m.stems), o.families[m.family] ?? "", `${m.name} ${m.version}`)}</option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
        <p className="small">{o.expertsHint}</p>
      </details>
    </details>
  );
}
