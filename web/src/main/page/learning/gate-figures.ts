import type { GateReport } from "./learning";

/** A song of the gate by both models, in dB; what is not finite is so in the report too: nothing but silence. */
export type SongFigures = { song: string; live: number; candidate: number; difference: number };

/** JSON has no infinity, so such figures come as text. */
const figure = (value: number | string | undefined) => (value === undefined ? Number.NaN : Number(value));

function figures(song: string, live: number | undefined, candidate: number | undefined): SongFigures {
  const [before, after] = [figure(live), figure(candidate)];
  return { song, live: before, candidate: after, difference: before === after ? 0 : after - before };
}

/** Songs with a voice, the worst first: SDR of the vocals, candidate less model in use. */
export function sungSongs(report: GateReport): SongFigures[] {
  return report.songs
    .filter((s) => s.liveSdrDb !== undefined && s.candidateSdrDb !== undefined)
    .map((s) => figures(s.song, s.liveSdrDb, s.candidateSdrDb))
    .sort((a, b) => a.difference - b.difference);
}

/** Songs without a voice: how much louder the voice is that the candidate finds there; the worst first. */
export function unsungSongs(report: GateReport): SongFigures[] {
  return report.songs
    .filter((s) => s.liveFalseVoiceDb !== undefined && s.candidateFalseVoiceDb !== undefined)
    .map((s) => figures(s.song, s.liveFalseVoiceDb, s.candidateFalseVoiceDb))
    .sort((a, b) => b.difference - a.difference);
}

/** The limit that a condition names, in dB: of “not below −0.50 dB” it is −0.5; null where it names none. */
export function limitOf(report: GateReport, condition: string): number | null {
  const asked = report.conditions.find((c) => c.name === condition)?.asked ?? "";
  const found = /([−-]?)(\d+(?:\.\d+)?) dB/.exec(asked);
  return found ? (found[1] === "" ? 1 : -1) * Number(found[2]) : null;
}

/** What keeps a model from passing: each rule that does not hold, laws by name instead of as a number. */
export function broken(report: GateReport): { name: string; asked: string; found: string }[] {
  const laws = report.laws.filter((law) => !law.holds).map(({ law, asked, found }) => ({ name: law, asked, found }));
  const conditions = report.conditions.filter((c) => !c.holds && !(c.name === "laws" && laws.length > 0));
  return [...conditions.map(({ name, asked, found }) => ({ name, asked, found })), ...laws];
}

/** Half the width of the bars' scale in dB: every bar and every bound fits, with some room. */
export function scaleOf(values: readonly number[]): number {
  return 1.1 * Math.max(0.5, ...values.filter(Number.isFinite).map(Math.abs));
}

/** Where a value lies on the scale, in percent from the left. */
export function placeOf(value: number, scale: number): number {
  return Math.min(100, Math.max(0, 50 + (50 * value) / scale));
}
