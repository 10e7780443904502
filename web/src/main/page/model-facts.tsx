import type { Model } from "./api/client";
import type { Place } from "./place";
import { texts } from "./texts";

const o = texts.options;

/** Whose a model is, under what licence, and how fast it is on this server. */
export function ModelFacts({ model, place }: { model: Model; place: Place }) {
  const facts = [
    ...(model.origin === "added" ? [o.modelAdded] : []),
    ...(model.licence !== "" ? [o.modelLicence(model.licence)] : []),
    ...(place === "server" ? [model.speed ? o.modelSpeed(speedText(model.speed)) : o.modelSpeedUnknown] : []),
  ];
  return <p className="small" aria-live="polite">{facts.join(" ")}</p>;
}

/** Two digits are more than a median of a few songs knows. */
function speedText(times: number): string {
  return times >= 10 ? String(Math.round(times)) : times.toFixed(1);
}
