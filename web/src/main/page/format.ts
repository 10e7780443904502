import { texts } from "./texts";

/** Figures for people. */
export function sizeText(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : Number(value.toPrecision(2))} ${units[unit]}`;
}

/** A length of time in its largest sensible unit, rounded up: nobody minds when it takes less. */
export function spanText(seconds: number): string {
  if (seconds < 55) {
    const step = seconds < 10 ? 1 : 5;
    return texts.time.seconds(Math.max(1, Math.ceil(seconds / step) * step));
  }
  if (seconds < 5400) {
    return texts.time.minutes(Math.ceil(seconds / 60));
  }
  return seconds < 2 * 86400 ? texts.time.hours(Math.round(seconds / 3600)) : texts.time.days(Math.round(seconds / 86400));
}

export function dbText(db: number): string {
  return `${db > 0 ? "+" : db < 0 ? "−" : ""}${Math.abs(db).toFixed(1)}`;
}
