import { texts } from "../texts";
import type { Removal } from "./removals";
import type { Songs } from "./store";

/** What was removed last, each with a way back for a while. */
export function Undo({ songs, removals }: { songs: Songs; removals: readonly Removal[] }) {
  return (
    <div className="removals" role="status">
      {removals.slice(-3).map(({ id, name, kind }) => (
        <p key={id}>
          <span>{kind === "song" ? texts.list.removed(name) : texts.list.stopped(name)}</span>
          <button aria-label={texts.list.undoOf(name)} onClick={() => songs.undo(id)}>{texts.list.undo}</button>
        </p>
      ))}
    </div>
  );
}
