import { useState } from "react";
import { Pencil } from "../icons";
import { texts } from "../texts";

const t = texts.player;

/** A song's name, which can be changed in place. @param onRename null = it cannot */
export function SongTitle({ name, onRename }: { name: string; onRename: ((name: string) => void) | null }) {
  const [typed, setTyped] = useState<string | null>(null);
  if (typed !== null) {
    return (
      <>
        <h1 className="unseen" tabIndex={-1}>{name}</h1>
        <form className="rename" onSubmit={(e) => {
          e.preventDefault();
          if (typed.trim() !== "" && typed.trim() !== name) {
            onRename?.(typed.trim());
          }
          setTyped(null);
        }}>
          <input value={typed} maxLength={200} autoFocus aria-label={t.newName} onChange={(e) => setTyped(e.target.value)}
            onKeyDown={(e) => e.key === "Escape" && setTyped(null)} />
          <button className="primary" disabled={typed.trim() === ""}>{t.rename}</button>
          <button type="button" onClick={() => setTyped(null)}>{texts.list.cancel}</button>
        </form>
      </>
    );
  }
  return (
    <div className="song-title">
      <h1 tabIndex={-1}>{name}</h1>
      {onRename && <button className="quiet" aria-label={t.renameSong(name)} title={t.rename} onClick={() => setTyped(name)}><Pencil /></button>}
    </div>
  );
}
