import { type DragEvent, useRef, useSyncExternalStore } from "react";
import type { Choice, Extras } from "./choice";
import { ChoiceField, Options, PlaceField } from "./choice-fields";
import { sizeText, spanText } from "./format";
import type { Place } from "./place";
import { SplitWave } from "./split-wave";
import { type Found, songsAmong } from "./songs/files";
import { Refused } from "./songs/refused";
import { SongList } from "./songs/song-list";
import type { Songs } from "./songs/store";
import { texts } from "./texts";

const t = texts.drop;

type FirstScreenProps = {
  songs: Songs;
  place: Place;
  onPlace: (place: Place) => void;
  choice: Choice;
  onChoice: (choice: Choice) => void;
  extras: Extras;
  onExtras: (extras: Extras) => void;
  over: boolean;
  onFound: (found: Found) => void;
};

/** The choice, the drop zone, and the songs. */
export function FirstScreen({ songs, place, onPlace, choice, onChoice, extras, onExtras, over, onFound }: FirstScreenProps) {
  const now = useSyncExternalStore(songs.subscribe, songs.snapshot);
  const fileInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);

  const onChosen = (input: HTMLInputElement, strict: boolean) => {
    onFound(songsAmong(input.files ?? [], strict));
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
        <p className="lead">{t.lead[place]}</p>
        <ChoiceField now={now} choice={choice} onChange={onChoice} />
        {songs.places.length > 1 && <PlaceField places={songs.places} place={place} onChange={onPlace} />}
        {songs.places.length === 0 && <p className="problem" role="alert">{t.noPlace}</p>}
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
        <Refused sentences={now.refused} />
        <Options now={now} place={place} extras={extras} onChange={onExtras} />
        {place === "here" ? <p className="small">{t.limitsHere}</p> : limits && <p className="small">{t.limits(sizeText(limits.maxUploadBytes), spanText(limits.maxSeconds))}</p>}
      </section>
      <SongList songs={songs} onChoose={() => fileInput.current?.click()} />
    </main>
  );
}
