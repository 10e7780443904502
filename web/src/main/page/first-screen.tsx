import { type DragEvent, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Choice } from "./choice";
import { sizeText, spanText } from "./format";
import { SplitWave } from "./split-wave";
import { SongList } from "./songs/song-list";
import type { Songs, SongsState } from "./songs/store";
import { type Found, songsAmong, songsIn } from "./songs/files";
import type { JobOptions } from "./api/upload";
import type { Bits, Format } from "./api/client";
import { texts } from "./texts";

/** Further options beside the choice; empty = the server's default. */
type Extras = { model: string; format: Format; bits: Bits | ""; start: string; duration: string };

const CHOICE = "isolator.choice";
const CHOICES: Choice[] = ["both", "voice", "music"];
const t = texts.drop;

/** The drop zone, the choice, and the songs. */
export function FirstScreen({ songs }: { songs: Songs }) {
  const now = useSyncExternalStore(songs.subscribe, songs.snapshot);
  const [choice, setChoice] = useState<Choice>(() => CHOICES.find((c) => c === localStorage.getItem(CHOICE)) ?? "both");
  const [extras, setExtras] = useState<Extras>({ model: "", format: "wav", bits: "", start: "", duration: "" });
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string[]>([]);
  const fileInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);

  const take = (found: Found) => {
    const { refusals, taken } = sorted(found, now);
    setRefused(refusals);
    songs.add(taken, optionsOf(choice, extras, now));
  };
  const latest = useRef(take);
  latest.current = take;

  useEffect(() => localStorage.setItem(CHOICE, choice), [choice]);

  // The whole page takes files: otherwise the browser would open a file that misses the zone.
  useEffect(() => {
    let depth = 0;
    const hasFiles = (e: globalThis.DragEvent) => e.dataTransfer?.types.includes("Files") ?? false;
    const handlers: Record<string, (e: globalThis.DragEvent) => void> = {
      dragenter: () => setOver(++depth > 0),
      dragleave: () => setOver(--depth > 0),
      dragover: (e) => e.preventDefault(),
      drop: (e) => {
        e.preventDefault();
        depth = 0;
        setOver(false);
        void songsIn(e.dataTransfer!).then((found) => latest.current(found));
      },
    };
    const guarded = Object.entries(handlers).map(([name, handler]) => {
      const on = (e: Event) => hasFiles(e as globalThis.DragEvent) && handler(e as globalThis.DragEvent);
      addEventListener(name, on);
      return [name, on] as const;
    });
    const onPaste = (e: ClipboardEvent) => {
      if (e.clipboardData && e.clipboardData.files.length > 0) {
        e.preventDefault();
        void songsIn(e.clipboardData).then((found) => latest.current(found));
      }
    };
    addEventListener("paste", onPaste);
    return () => {
      guarded.forEach(([name, on]) => removeEventListener(name, on));
      removeEventListener("paste", onPaste);
    };
  }, []);

  const onChosen = (input: HTMLInputElement, strict: boolean) => {
    take(songsAmong(input.files ?? [], strict));
    input.value = ""; // the same file may be chosen again
  };
  const limits = now.limits;

  return (
    <main className="first">
      <a className="skip" href="#songs" onClick={(e) => { e.preventDefault(); document.getElementById("songs")?.focus(); }}>
        {texts.skip}
      </a>
      <section className={`drop${over ? " over" : ""}`} aria-labelledby="drop-title" onDragOver={(e: DragEvent) => e.preventDefault()}>
        <SplitWave choice={choice} />
        <h1 id="drop-title" tabIndex={-1}>{t.title}</h1>
        <p className="lead">{t.lead}</p>
        <fieldset className="choice">
          <legend className="unseen">{t.choice}</legend>
          {CHOICES.map((c) => (
            <label key={c} className={`of-${c}`}>
              <input type="radio" name="choice" value={c} checked={choice === c} onChange={() => setChoice(c)} />
              <span>
                <b>{t[c]}</b>
                <small>{t[`${c}Hint`]}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <div className="drop-target">
          <p className="drop-here">{over ? t.over : t.here}</p>
          <div className="row">
            <button className="primary" onClick={() => fileInput.current?.click()}>{t.files}</button>
            <button onClick={() => folderInput.current?.click()}>{t.folder}</button>
            <span className="quiet-text wide-only">{t.paste}</span>
          </div>
          <input ref={fileInput} type="file" multiple hidden data-testid="files" accept="audio/*,video/*,.flac,.opus,.ape,.wv,.tta,.aiff,.caf,.mka"
            onChange={(e) => onChosen(e.target, false)} />
          <input ref={folderInput} type="file" multiple hidden onChange={(e) => onChosen(e.target, true)} {...{ webkitdirectory: "" }} />
        </div>
        {refused.length > 0 && (
          <div className="problem" role="alert">
            <ul>{refused.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
          </div>
        )}
        <Options now={now} extras={extras} onChange={setExtras} />
        {limits && <p className="small">{t.limits(sizeText(limits.maxUploadBytes), spanText(limits.maxSeconds))}</p>}
      </section>
      <SongList songs={songs} onChoose={() => fileInput.current?.click()} />
    </main>
  );
}

/** Checks what the page can know before it sends anything, so that nobody sends 3 GB to learn that they are too many. */
function sorted(found: Found, now: SongsState): { refusals: string[]; taken: File[] } {
  const most = now.limits?.maxUploadBytes ?? Number.POSITIVE_INFINITY;
  const refusals: string[] = [];
  const taken = found.songs.filter((file) => {
    if (file.size === 0) {
      refusals.push(t.empty(file.name));
    } else if (file.size > most) {
      refusals.push(t.tooLarge(file.name, sizeText(file.size), sizeText(most)));
    }
    return file.size > 0 && file.size <= most;
  });
  if (found.leftOut > 0) {
    refusals.push(t.skipped(found.leftOut));
  }
  if (found.songs.length === 0) {
    refusals.push(t.nothing);
  }
  return { refusals, taken };
}

function optionsOf(choice: Choice, extras: Extras, now: SongsState): JobOptions {
  const model = now.models.find((m) => (extras.model === "" ? m.default : m.id === extras.model));
  const stems = model?.stems ?? ["vocals", "music"];
  const keep = { both: [], voice: ["vocals"], music: stems.filter((s) => s !== "vocals") }[choice];
  const number = (text: string) => (text.trim() !== "" && Number(text) >= 0 ? Number(text) : undefined);
  const start = number(extras.start);
  const duration = number(extras.duration);
  return {
    keep,
    ...(extras.model !== "" ? { model: extras.model } : {}),
    ...(extras.format !== "wav" ? { format: extras.format } : {}),
    ...(extras.bits !== "" && extras.format !== "mp3" ? { bits: extras.bits } : {}),
    ...(start ? { start } : {}),
    ...(duration ? { duration } : {}),
  };
}

function Options({ now, extras, onChange }: { now: SongsState; extras: Extras; onChange: (extras: Extras) => void }) {
  const o = texts.options;
  const set = (what: Partial<Extras>) => onChange({ ...extras, ...what });
  return (
    <details className="options">
      <summary>{o.title}</summary>
      <div className="grid">
        <label>
          {o.model}
          <select value={extras.model} onChange={(e) => set({ model: e.target.value })}>
            {now.models.map((m) => (
              <option key={m.id} value={m.default ? "" : m.id}>{m.default ? o.modelDefault(m.name) : `${m.name} ${m.version}`}</option>
            ))}
          </select>
        </label>
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
    </details>
  );
}
