import { useRef, useState } from "react";
import type { Client, Format, Job } from "../api/client";
import { sentenceOf } from "../api/problem";
import { Download } from "../icons";
import { stemName, texts } from "../texts";
import type { Strip } from "./balance";
import type { Engine } from "./engine";
import { isTooLong, render } from "./render";
import type { Loop } from "./timeline";

const t = texts.player;
const FORMATS: Format[] = ["wav", "flac", "mp3"];

/** Every stem in every format, all of them as one archive, and the balance as it is heard now. */
export function Downloads({ client, job, engine, strips, loop }: { client: Client; job: Job; engine: Engine; strips: readonly Strip[]; loop: Loop | null }) {
  const { stems, mix, zip } = job.result!;
  const [says, setSays] = useState("");
  const [problem, setProblem] = useState("");
  const [share, setShare] = useState<number | null>(null);
  const stop = useRef<AbortController | null>(null);

  const get = (address: string) => {
    setProblem("");
    client.download(job.id, address).catch((e: unknown) => setProblem(sentenceOf(e)));
  };
  const renderMix = async () => {
    const from = loop?.start ?? 0;
    const to = loop?.end ?? engine.sound.frames;
    setSays("");
    setProblem("");
    if (isTooLong(to - from)) {
      setProblem(t.tooLong);
      return;
    }
    stop.current = new AbortController();
    setShare(0);
    try {
      const { wav, loweredDb } = await render(engine.sound, strips, from, to, setShare, stop.current.signal);
      save(wav, `${job.name.replace(/[\\/:*?"<>|\u0000-\u001f]/g, "_")} (mix).wav`);
      setSays(loweredDb > 0.05 ? t.renderedDown(loweredDb.toFixed(1)) : t.rendered);
    } catch (e) {
      if (!stop.current.signal.aborted) {
        setProblem(sentenceOf(e));
      }
    } finally {
      setShare(null);
    }
  };

  return (
    <section className="card" aria-labelledby="download-title">
      <h2 id="download-title">{t.download}</h2>
      <ul className="files">
        {[...stems, mix].map((stem) => (
          <li key={stem.name} className={`is-${stem.name}`}>
            <span className="stem-name">{stemName(stem.name)}</span>
            <span className="formats">
              {FORMATS.map((format) => (
                <button key={format} className="chip" onClick={() => get(stem.files[format])} aria-label={texts.list.downloadOf(stemName(stem.name), format, job.name)}>
                  {format.toUpperCase()}
                </button>
              ))}
            </span>
          </li>
        ))}
        <li>
          <span className="stem-name">{t.all}</span>
          <span className="formats">
            {FORMATS.map((format) => (
              <button key={format} className="chip" onClick={() => get(`${zip}?format=${format}`)} aria-label={texts.list.downloadOf(t.all, format, job.name)}>
                {format.toUpperCase()}
              </button>
            ))}
          </span>
        </li>
      </ul>
      <div className="mixdown">
        <div>
          <b>{t.mixdown}</b>
          <p className="small">{t.mixdownHint}{loop ? ` · ${t.onlyLoop}` : ""}</p>
        </div>
        {share === null ? (
          <button className="primary" onClick={() => void renderMix()} aria-label={`${t.download}: ${t.mixdown}`}><Download />{t.download}</button>
        ) : (
          <button onClick={() => stop.current?.abort()}>{t.renderStop} · {Math.floor(100 * share)} %</button>
        )}
      </div>
      <p className="small" role="status">{says}</p>
      {problem !== "" && <p className="problem" role="alert">{problem}</p>}
    </section>
  );
}

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
