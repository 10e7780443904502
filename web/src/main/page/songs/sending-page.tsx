import { useEffect, useSyncExternalStore } from "react";
import { leave } from "../address";
import { Again, Back, Close } from "../icons";
import { texts } from "../texts";
import { sendingText, SongList } from "./song-list";
import type { Songs } from "./store";
import { Refused } from "./refused";
import { Working } from "./working";

/** The page of a song while it is sent: its waveform forms, and the song's own page takes over when the server has it. */
export function SendingPage({ songs, id }: { songs: Songs; id: string }) {
  const now = useSyncExternalStore(songs.subscribe, songs.snapshot);
  const upload = now.uploads.find((u) => u.id === id && u.state !== "interrupted");
  const job = now.became[id];
  const known = upload !== undefined;

  useEffect(() => {
    const here = `#/sending/${id}`;
    if (job !== undefined) {
      leave(here, `#/songs/${job}`);
    } else if (known) {
      songs.sketch(id);
    } else {
      leave(here, "#/"); // the page was loaded anew, or sending was stopped
    }
  }, [songs, id, job, known]);

  return (
    <main className="song-page">
      <div className="song-head">
        <a className="back" href="#/"><Back />{texts.player.back}</a>
        <h1 tabIndex={-1}>{upload?.name ?? texts.player.unnamed}</h1>
      </div>
      <Refused sentences={now.refused} />
      {upload && (
        <Working name={upload.name} says={sendingText(upload)} share={upload.size > 0 ? upload.sent / upload.size : 0}
          kind={upload.state === "failed" ? "ended" : "sending"} outline={now.outlines.get(id)}>
          {upload.state === "failed" && <button onClick={() => songs.again(id)}><Again />{texts.list.retrySend}</button>}
          <button aria-label={texts.list.cancelSong(upload.name)} onClick={() => songs.stopUpload(id)}><Close />{texts.list.cancel}</button>
        </Working>
      )}
      <SongList songs={songs} onChoose={() => void (location.hash = "#/")} besides={id} />
    </main>
  );
}
