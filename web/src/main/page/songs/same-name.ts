import type { Job, Model } from "../api/client";
import { clockText } from "../player/view";
import { givesText, texts } from "../texts";

const t = texts.list;

type Trait = (job: Job, models: readonly Model[]) => string;

/** What jobs of one name may differ in, from what matters most to a listener to what matters least. */
const TRAITS: readonly Trait[] = [
  (job, models) => givesText(stemsOf(job, models)) || modelText(job),
  modelText,
  ({ options }) => partText(options.start, options.duration),
  ({ options }) => [options.format.toUpperCase(), ...(options.bits ? [t.bits[options.bits]] : [])].join(" "),
];

/**
 * What tells jobs of the same name apart, such as “Voice, music” and “Voice, drums, bass, other”, by the jobs' ids: only
 * what is needed, and the time at which they were asked for if nothing else differs. Jobs whose name no other has are
 * not in it.
 */
export function toldApart(jobs: readonly Job[], models: readonly Model[], now = new Date()): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  for (const sameName of alike(jobs, (job) => job.name)) {
    const text = (job: Job) => said.get(job.id) ?? "";
    const say = (trait: Trait) => {
      const differs = alike(sameName, text).some((same) => new Set(same.map((job) => trait(job, models))).size > 1);
      if (differs) {
        sameName.forEach((job) => said.set(job.id, [said.get(job.id), trait(job, models)].filter(Boolean).join(" · ")));
      }
    };
    TRAITS.forEach(say);
    const minutesDiffer = alike(sameName, (job) => `${text(job)} · ${timeText(job, "short", now)}`).length === 0;
    say((job) => timeText(job, minutesDiffer ? "short" : "medium", now));
  }
  return said;
}

/** The jobs that have a key in common, together; without those that have one of their own. */
function alike(jobs: readonly Job[], keyOf: (job: Job) => string): Job[][] {
  const groups = new Map<string, Job[]>();
  for (const job of jobs) {
    groups.set(keyOf(job), [...(groups.get(keyOf(job)) ?? []), job]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** The stems that a job gives: known when it is done, before as they were asked for. None if the server has its model no more. */
function stemsOf({ result, options, model }: Job, models: readonly Model[]): readonly string[] {
  const ofModel = models.find((m) => m.name === model.name && m.version === model.version)?.stems ?? [];
  return result?.stems.map((stem) => stem.name) ?? (options.keep.length > 0 ? options.keep : ofModel);
}

function modelText({ model }: Job): string {
  return `${model.name} ${model.version}`;
}

function partText(start: number, duration: number | undefined): string {
  if (duration !== undefined) {
    return t.part(clockText(start), clockText(start + duration));
  }
  return start > 0 ? t.partFrom(clockText(start)) : t.wholeSong;
}

/** With the date, unless that is today. `medium` has seconds. */
function timeText({ createdAt }: Job, timeStyle: "short" | "medium", now: Date): string {
  const at = new Date(createdAt);
  const isToday = at.toDateString() === now.toDateString();
  return at.toLocaleString(undefined, isToday ? { timeStyle } : { dateStyle: "medium", timeStyle });
}
