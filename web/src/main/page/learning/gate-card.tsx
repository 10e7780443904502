import type { CSSProperties } from "react";
import { useState } from "react";
import type { Client } from "../api/client";
import { sentenceOf, sentences } from "../api/problem";
import { Download, Warning } from "../icons";
import { save } from "../player/save";
import { texts } from "../texts";
import { broken, limitOf, placeOf, scaleOf, type SongFigures, sungSongs, unsungSongs } from "./gate-figures";
import type { GateReport } from "./learning";

const t = texts.learning.gate;
const db = (value: number) => (Number.isNaN(value) ? "–" : `${value > 0 ? "+" : value < 0 ? "−" : ""}${Number.isFinite(value) ? Math.abs(value).toFixed(2) : "∞"}`);
const level = (value: number) => db(value).replace("+", "");

/** The gate's report: the verdict with the rules that are broken in words, rules, a bar for each song, laws. */
export function GateCard({ client, id, report }: { client: Client; id: string; report: GateReport }) {
  const [problem, setProblem] = useState<string | null>(null);
  const { compared, interval } = report;
  const faults = broken(report);
  const sung = sungSongs(report);
  const unsung = unsungSongs(report);
  const limit = limitOf(report, "worst song");
  const onSave = async () => {
    try {
      save(await (await client.ask(`learning/runs/${id}/gate.html`)).blob(), `gate-${compared.run || id}.html`);
    } catch (e) {
      setProblem(sentenceOf(e));
    }
  };
  return (
    <section className="card gate" aria-labelledby="gate-title">
      <h2 id="gate-title">{t.title}</h2>
      <p className={report.passed ? "is-passed" : "is-refused"} data-testid="gate-verdict">{report.passed ? t.passed(compared.candidate, compared.live) : t.refused(compared.candidate, faults.length)}</p>
      {faults.length > 0 && <ul className="faults">{faults.map((f) => <li key={f.name}>{sentences([t.rule(f.name, f.found, f.asked)])}</li>)}</ul>}
      <p className="small">{t.use(compared.use, report.songs.length)}</p>
      <Rules title={t.rules} rows={report.conditions.map((c) => ({ ...c }))} />
      {sung.length > 0 && (
        <>
          <Songs title={t.songs} songs={sung} limit={limit} band={interval ? { from: interval.lower, to: interval.upper, middle: interval.median } : null} isBetter={(d) => d >= 0} />
          {interval && <p className="small">{t.interval(db(interval.median), db(interval.lower), db(interval.upper))}{limit !== null && t.limit(db(limit))}</p>}
        </>
      )}
      {unsung.length > 0 && <Songs title={t.unsung} songs={unsung} limit={null} band={null} isBetter={(d) => d <= 0} />}
      {report.laws.length > 0 && <Rules title={t.laws} rows={report.laws.map(({ law, ...others }) => ({ name: law, ...others }))} />}
      <div className="row">
        <button onClick={() => void onSave()}><Download />{t.save}</button>
      </div>
      {problem !== null && <p className="problem" role="alert"><Warning />{problem}</p>}
    </section>
  );
}

function Rules({ title, rows }: { title: string; rows: readonly { name: string; asked: string; found: string; holds: boolean }[] }) {
  return (
    <table className="rules">
      <caption>{title}</caption>
      <thead><tr><th scope="col">{t.what}</th><th scope="col">{t.found}</th><th scope="col">{t.asked}</th><th scope="col">{t.verdict}</th></tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <th scope="row">{row.name}</th><td>{row.found}</td><td>{row.asked}</td>
            <td className={row.holds ? "is-passed" : "is-refused"}>{row.holds ? t.holds : t.breaks}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type SongsProps = {
  title: string;
  songs: readonly SongFigures[];
  limit: number | null;
  band: { from: number; to: number; middle: number } | null;
  isBetter: (difference: number) => boolean;
};

/** A bar for each song, from no difference to the song's; over all of them the interval of the median and the limit. */
function Songs({ title, songs, limit, band, isBetter }: SongsProps) {
  const scale = scaleOf([...songs.map((s) => s.difference), ...(limit === null ? [] : [limit]), ...(band ? [band.from, band.to] : [])]);
  const at = (value: number) => placeOf(value, scale);
  const between = (one: number, other: number): CSSProperties => ({ left: `${Math.min(at(one), at(other))}%`, right: `${100 - Math.max(at(one), at(other))}%` });
  return (
    <table className="song-bars">
      <caption>{title}</caption>
      <thead><tr><th scope="col">{t.song}</th><th scope="col" className="number wide-only">{t.live}</th><th scope="col" className="number wide-only">{t.candidate}</th><th scope="col" className="number">{t.difference}</th><td aria-hidden="true" /></tr></thead>
      <tbody>
        {songs.map((s) => (
          <tr key={s.song}>
            <th scope="row">{s.song}</th>
            <td className="number wide-only">{level(s.live)}</td>
            <td className="number wide-only">{level(s.candidate)}</td>
            <td className="number">{t.db(db(s.difference))}</td>
            <td className="song-bar" aria-hidden="true">
              <div>
                {band && <span className="band" style={between(band.from, band.to)} />}
                {band && <span className="middle" style={{ left: `${at(band.middle)}%` }} />}
                {limit !== null && <span className="limit" style={{ left: `${at(limit)}%` }} />}
                <span className="zero" />
                {!Number.isNaN(s.difference) && <span className={`value ${isBetter(s.difference) ? "is-better" : "is-worse"}`} style={between(0, s.difference)} />}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
