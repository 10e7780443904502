import type { Bits, Format } from "./api/client";
import { type Choice, choicesOf, type Extras, GROUPS, groupOf, modelOf, runsHere } from "./choice";
import { ModelFacts } from "./model-facts";
import type { Place } from "./place";
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

/** Where songs are taken apart, as radio buttons. */
export function PlaceField({ places, place, onChange }: { places: readonly Place[]; place: Place; onChange: (place: Place) => void }) {
  return (
    <fieldset className="choice place">
      <legend className="unseen">{t.place}</legend>
      {places.map((p) => (
        <label key={p}>
          <input type="radio" name="place" value={p} checked={place === p} onChange={() => onChange(p)} />
          <span>
            <b>{t.places[p]}</b>
            <small>{t.placeHints[p]}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Format, bit depth and part of the song; the model behind *Experts*. */
export function Options({ now, place, extras, onChange }: { now: SongsState; place: Place; extras: Extras; onChange: (extras: Extras) => void }) {
  const o = texts.options;
  const formats = place === "here" ? (["wav"] as const) : (now.limits?.formats ?? ["wav"]);
  const format = formats.find((f) => f === extras.format) ?? "wav";
  const models = now.models.filter((m) => place === "server" || runsHere(m));
  const named = models.find((m) => m.id === extras.model);
  const set = (what: Partial<Extras>) => onChange({ ...extras, ...what });
  return (
    <details className="options">
      <summary>{o.title}</summary>
      <div className="grid">
        <label>
          {o.format}
          <select value={format} onChange={(e) => set({ format: e.target.value as Format, bits: "" })}>
            {formats.map((f) => <option key={f} value={f}>{o.formats[f]}</option>)}
          </select>
        </label>
        <label>
          {o.bits}
          <select value={extras.bits} disabled={format === "mp3"} onChange={(e) => set({ bits: e.target.value as Bits | "" })}>
            <option value="">{o.bitsAsSong}</option>
            <option value="16">{o.bits16}</option>
            <option value="24">{o.bits24}</option>
            {format === "wav" && <option value="32f">{o.bits32}</option>}
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
            {GROUPS.filter((group) => models.some((m) => groupOf(m) === group)).map((group) => (
              <optgroup key={group} label={o[group]}>
                {models.filter((m) => groupOf(m) === group).map((m) => (
                  <option key={m.id} value={m.id}>{o.modelGives(givesText(m.stems), o.families[m.family] ?? "", `${m.name} ${m.version}`)}</option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
        {named && <ModelFacts model={named} place={place} />}
        <p className="small">{o.expertsHint}</p>
      </details>
    </details>
  );
}
