import { useEffect, useState } from "react";
import { Client, type Job } from "./api/client";
import { sentenceOf } from "./api/problem";
import { Mark, Warning } from "./icons";
import type { LoadedSong } from "./player/loaded-song";
import { loadSong } from "./player/load-song";
import { Player } from "./player/player";
import { texts } from "./texts";

/** `#/shared/JOB/TOKEN`: one song for whoever has the link, without the list and without a key. */
export function sharedIn(hash: string): { id: string; token: string } | null {
  const [, id, token] = /^#\/shared\/([a-z2-7]{26})\/(iss_[A-Za-z0-9_-]{43})$/.exec(hash) ?? [];
  return id !== undefined && token !== undefined ? { id, token } : null;
}

export function SharedPage({ id, token }: { id: string; token: string }) {
  const [client] = useState(() => new Client(token));
  const [loaded, setLoaded] = useState<LoadedSong | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let left = false;
    client.get<Job>(`jobs/${id}`).then((job) => loadSong(client, job, null)).then((song) => {
      if (left) {
        song.engine.close();
      } else {
        document.title = `${song.job.name} – ${texts.name}`;
        setLoaded(song);
      }
    }).catch((e: unknown) => !left && setProblem(sentenceOf(e)));
    return () => void (left = true);
  }, [client, id]);
  useEffect(() => () => loaded?.engine.close(), [loaded]);
  return (
    <>
      <header className="top"><span className="brand"><Mark /><span>{texts.name}</span></span></header>
      <main className="song-page">
        <div className="song-head">
          <h1 tabIndex={-1}>{loaded?.job.name ?? texts.player.unnamed}</h1>
          <p className="small">{texts.share.shown}</p>
        </div>
        {problem !== null && <p className="problem" role="alert"><Warning />{problem}</p>}
        {loaded ? <Player loaded={loaded} results={client} client={null} again={null} /> : problem === null && <p className="notice" role="status">{texts.player.loading}</p>}
      </main>
    </>
  );
}
