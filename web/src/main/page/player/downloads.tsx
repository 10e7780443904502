import { useRef, useState } from "react";
import type { Format, Job, Results } from "../api/client";
import { sentenceOf } from "../api/problem";
import { Download } from "../icons";
import { stemName, texts } from "../texts";
import type { Strip } from "./balance";
import type { Engine } from "./engine";
import { nameOfBalance } from "./file-name";
import { isTooLong, render, wavEncoder } from "./render";
import { isThere, makeAndSave } from "./make-file";
import { save } from "./save";
import type { Loop } from "./timeline";

const t = texts.player;
const FORMATS: Format[] = ["wav", "flac", "mp3"];

/** The formats that a job's files can be had in: all of them on the server, WAV in this browser. */
const formatsOf = (job: Job) => FORMATS.filter((format) => job.result!.mix.files[format] !== "");

/** A file that the server makes: which one is saved, and how many of how many are made. */
type Making = { saved: string; format: Format; made: number; of: number };

/** Every stem in every format, all of them as one archive, and the balance as it is heard now. */
export function Downloads({ client, job, engine, strips, loop }: { client: Results; job: Job; engine: Engine; strips: readonly Strip[]; loop: Loop | null }) {
  const { stems, mix, zip } = job.result!;
  const formats = formatsOf(job);
  const [says, setSays] = useState("");
  const [problem, setProblem] = useState("");
  const [share, setShare] = useState<number | null>(null);
  const stop = useRef<AbortController | null>(null);
  const [making, setMaking] = useState<Making | null>(null);

  /** Saves a file; one that the server has to make first shows how far it is. */
  const get = async (format: Format, files: readonly string[], saved: string) => {
    setProblem("");
    setSays("");
    try {
      if (isThere(job, format)) {
        await client.download(job.id, saved);
      } else {
        await makeAndSave(client, job.id, files, saved, (made) => setMaking({ saved, format, made, of: files.length }));
        setSays(t.made(format.toUpperCase()));
      }
    } catch (e) {
      setProblem(sentenceOf(e));
    } finally {
      setMaking(null);
    }
  };
  const chip = (what: string, format: Format, files: readonly string[], saved: string) => (
    <button key={format} className={`chip${making?.saved === saved ? " is-busy" : ""}`} disabled={making !== null} onClick={() => void get(format, files, saved)}
      aria-label={texts.list.downloadOf(what, format, job.name)}>
      {format.toUpperCase()}
    </button>
  );
  const renderMix = async (ending: "wav" | "mp3") => {
    const { change } = engine.snapshot();
    const { sampleRate } = engine.sound;
    setSays("");
    setProblem("");
    stop.current = new AbortController();
    setShare(0);
    const played = engine.forFile();
    const from = Math.round((loop?.start ?? 0) / change.tempo);
    const to = loop ? Math.min(played.sound.frames, Math.round(loop.end / change.tempo)) : played.sound.frames;
    try {
      if (ending === "wav" && isTooLong(to - from)) {
        throw new Error(t.tooLong);
      }
      const encoder = ending === "mp3" ? await (await import("./mp3")).mp3Encoder(sampleRate) : wavEncoder(sampleRate);
      const { file, loweredDb } = await render(played.sound, strips, from, to, setShare, stop.current.signal, encoder);
      save(file, nameOfBalance(job, strips, loop && { from: loop.start / sampleRate, to: loop.end / sampleRate }, change, ending));
      setSays(loweredDb > 0.05 ? t.renderedDown(loweredDb.toFixed(1)) : t.rendered);
    } catch (e) {
      if (!stop.current.signal.aborted) {
        setProblem(sentenceOf(e));
      }
    } finally {
      played.close();
      setShare(null);
    }
  };

  return (
    <section className="card downloads" aria-labelledby="download-title">
      <h2 id="download-title">{t.download}</h2>
      <ul className="files">
        {[...stems, mix].map((stem) => (
          <li key={stem.name} className={`is-${stem.name}`}>
            <span className="stem-name">{stemName(stem.name)}</span>
            <span className="formats">
              {formats.map((format) => chip(stemName(stem.name), format, [stem.files[format]], stem.files[format]))}
            </span>
          </li>
        ))}
        <li>
          <span className="stem-name">{t.all}</span>
          <span className="formats">
            {formats.map((format) => chip(t.all, format, stems.map((stem) => stem.files[format]), withQuestion(zip, `format=${format}`)))}
          </span>
        </li>
      </ul>
      {making && (
        <div className="making">
          <p className="small" role="status">{t.making(making.format.toUpperCase(), making.made + 1, making.of)}</p>
          <div className="bar is-running is-unknown" role="progressbar" aria-label={t.making(making.format.toUpperCase(), making.made + 1, making.of)}><span /></div>
        </div>
      )}
      <div className="mixdown">
        <div>
          <b>{t.mixdown}</b>
          <p className="small">{t.mixdownHint}{loop ? ` · ${t.onlyLoop}` : ""}</p>
        </div>
        {share === null ? (
          <div className="row">
            <button className="primary" onClick={() => void renderMix("wav")} aria-label={`${t.download}: ${t.mixdown}, ${t.mixdownWav}`}><Download />WAV</button>
            <button onClick={() => void renderMix("mp3")} aria-label={`${t.download}: ${t.mixdown}, ${t.mixdownMp3}`}>MP3</button>
          </div>
        ) : (
          <button onClick={() => stop.current?.abort()}>{t.renderStop} · {Math.floor(100 * share)} %</button>
        )}
      </div>
      <p className="small" role="status">{says}</p>
      {problem !== "" && <p className="problem" role="alert">{problem}</p>}
    </section>
  );
}

function withQuestion(address: string, question: string): string {
  return `${address}${address.includes("?") ? "&" : "?"}${question}`;
}
