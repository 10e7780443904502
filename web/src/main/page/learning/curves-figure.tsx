import { useMemo, useState } from "react";
import { texts } from "../texts";
import type { Curves } from "./learning";
import { extentOf, pathOf, type Point, smoothed } from "./plot";

const t = texts.learning.curves;
const WIDTH = 600;
const HEIGHT = 180;

/** Loss and validation over the steps of training. */
export function CurvesFigure({ curves }: { curves: Curves }) {
  const names = useMemo(() => [...new Set(curves.validation.flatMap((v) => Object.keys(v.figures)))].sort(), [curves]);
  const [chosen, setChosen] = useState<string | null>(null);
  const name = names.find((n) => n === chosen) ?? names.find((n) => n === "mean_vocals_sdr_db") ?? names.find((n) => /vocals.*sdr/.test(n)) ?? names.find((n) => n.includes("sdr")) ?? names[0];
  const loss = curves.steps.map(({ step, loss }) => ({ x: step, y: loss }));
  const validation = curves.validation.flatMap(({ step, figures }) => (name !== undefined && figures[name] !== undefined ? [{ x: step, y: figures[name] }] : []));
  return (
    <section className="card" aria-labelledby="curves-title">
      <h2 id="curves-title">{t.title}</h2>
      {loss.length === 0 ? <p className="small">{t.none}</p> : (
        <div className="curves">
          <Plot title={t.loss} points={loss} mean={smoothed(loss, 0.05)} hint={t.lossHint} />
          {name !== undefined && validation.length > 0 && (
            <div>
              <Plot title={`${t.validation}: ${readable(name)}`} points={validation} mean={null} hint="" />
              {names.length > 1 && (
                <label className="figure-choice">
                  {t.figure}
                  <select value={name} onChange={(e) => setChosen(e.target.value)}>
                    {names.map((n) => <option key={n} value={n}>{readable(n)}</option>)}
                  </select>
                </label>
              )}
            </div>
          )}
        </div>
      )}
    </section>
  );
}

const readable = (name: string) => name.replaceAll("_", " ").replace(/ db$/, ", dB");
const numberText = (n: number) => (Math.abs(n) >= 100 ? n.toFixed(0) : n.toPrecision(3)).replace("-", "−");

function Plot({ title, points, mean, hint }: { title: string; points: readonly Point[]; mean: readonly Point[] | null; hint: string }) {
  const extent = extentOf(points);
  const steps = String(points.at(-1)?.x ?? 0);
  const thick = mean ?? points;
  return (
    <figure className="plot">
      <figcaption>{title}</figcaption>
      <div className="plot-box">
        <span className="plot-high">{numberText(extent.high)}</span>
        <span className="plot-low">{numberText(extent.low)}</span>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img"
          aria-label={t.says(title, numberText(thick[0]?.y ?? 0), numberText(thick.at(-1)?.y ?? 0), steps)}>
          {mean && <path className="is-thin" d={pathOf(points, extent, WIDTH, HEIGHT)} />}
          <path d={pathOf(thick, extent, WIDTH, HEIGHT)} />
        </svg>
        <span className="plot-steps">{t.axis(steps)}</span>
      </div>
      {hint !== "" && <p className="small">{hint}</p>}
    </figure>
  );
}
