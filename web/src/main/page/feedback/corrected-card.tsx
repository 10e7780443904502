import { useEffect, useRef, useState } from "react";
import type { Client } from "../api/client";
import { sentenceOf } from "../api/problem";
import type { components } from "../api/schema";
import { sendResumable } from "../api/upload";
import { sizeText } from "../format";
import { Close, Warning } from "../icons";
import { stemName, texts } from "../texts";

const t = texts.corrected;
const STEMS = ["vocals", "music"] as const;
type Stem = (typeof STEMS)[number];
type Given = components["schemas"]["CorrectedStems"];

/** Stems of a song as they truly are, given by whoever has them. They are sent resumably, whatever their size. */
export default function CorrectedCard({ client, id }: { client: Client; id: string }) {
  const [given, setGiven] = useState<Given["stems"]>([]);
  const [stem, setStem] = useState<Stem>("vocals");
  const [licence, setLicence] = useState("");
  const [sent, setSent] = useState<number | null>(null);
  const [says, setSays] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const sending = useRef<AbortController | null>(null);
  const path = `jobs/${id}/corrected`;

  useEffect(() => {
    client.get<Given>(path).then(({ stems }) => setGiven(stems), (e: unknown) => setProblem(sentenceOf(e)));
    return () => sending.current?.abort();
  }, [client, path]);

  const attempt = async (doing: () => Promise<string>) => {
    setProblem(null);
    setSays("");
    try {
      setSays(await doing());
    } catch (e) {
      if (!(e instanceof DOMException && e.name === "AbortError")) {
        setProblem(sentenceOf(e));
      }
    }
    setSent(null);
  };
  const give = (file: File) => attempt(async () => {
    sending.current = new AbortController();
    setSent(0);
    const upload = await sendResumable(client, file, {
      signal: sending.current.signal,
      onProgress: (bytes) => setSent(file.size > 0 ? bytes / file.size : 1),
      onResumable: () => {}, // a stem that was not sent whole is chosen again
    });
    const { stems } = await client.send<Given>("PUT", `${path}/${stem}`, { upload, licence: licence.trim() });
    setGiven(stems);
    return t.kept(stemName(stem));
  });
  const takeBack = (name: Stem) => attempt(async () => {
    await client.send<undefined>("DELETE", `${path}/${name}`);
    setGiven((before) => before.filter((s) => s.stem !== name));
    return t.gone(stemName(name));
  });
  return (
    <details className="card corrected">
      <summary><h2>{t.title}</h2></summary>
      <div>
        <p className="small">{t.lead}</p>
        <div className="corrected-fields">
          <label>
            {t.stem}
            <select value={stem} disabled={sent !== null} onChange={(e) => setStem(e.target.value === "music" ? "music" : "vocals")}>
              {STEMS.map((s) => <option key={s} value={s}>{stemName(s)}</option>)}
            </select>
          </label>
          <label>
            {t.licence}
            <input value={licence} maxLength={200} placeholder={t.licenceHint} disabled={sent !== null} onChange={(e) => setLicence(e.target.value)} />
          </label>
        </div>
        <input ref={input} type="file" hidden data-testid="corrected-file" accept="audio/*" onChange={(e) => {
          const file = e.target.files?.[0];
          e.target.value = "";
          if (file) {
            void give(file);
          }
        }} />
        <div className="row">
          <button disabled={licence.trim() === "" || sent !== null} onClick={() => input.current?.click()}>{t.file}</button>
          {sent !== null && <button onClick={() => sending.current?.abort()}>{t.stop}</button>}
          <span className="small" role="status">{sent === null ? says : t.sending(Math.floor(100 * sent))}</span>
        </div>
        {problem !== null && <p className="problem" role="alert"><Warning />{problem}</p>}
        {given.length > 0 && (
          <ul className="regions" aria-label={t.given}>
            {given.map((s) => (
              <li key={s.stem}>
                <span className="stem-name">{stemName(s.stem)}</span>
                <span className="small">{t.facts(s.licence, sizeText(s.bytes))}</span>
                <button className="quiet" aria-label={t.takeBack(stemName(s.stem))} onClick={() => void takeBack(s.stem)}><Close /></button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}
