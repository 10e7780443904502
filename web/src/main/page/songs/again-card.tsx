import { useState, useSyncExternalStore } from "react";
import { openWhenMade } from "../address";
import type { Job } from "../api/client";
import type { JobOptions } from "../api/upload";
import { type Choice, choicesOf, type Extras, jobOptions, modelOf, NO_EXTRAS } from "../choice";
import { Options } from "../choice-fields";
import { givesText, texts } from "../texts";
import type { Songs } from "./store";

const t = texts.again;

/** Takes a song that the server has apart into other stems; nothing is sent again. */
export function AgainCard({ songs, job }: { songs: Songs; job: Job }) {
  const now = useSyncExternalStore(songs.subscribe, songs.snapshot);
  const [extras, setExtras] = useState<Extras>(() => extrasOf(job));
  const [asked, setAsked] = useState(false);
  const stems = modelOf("stems", now.models)?.stems ?? [];
  const name: Record<Choice, string> = {
    both: texts.drop.both, stems: `${texts.drop.stems(stems.length)}: ${givesText(stems)}`, voice: texts.drop.voice, music: texts.drop.music,
  };
  const optionsOf = (choice: Choice): JobOptions => ({
    ...jobOptions(choice, extras, now.models), ...(job.options.truncated ? { truncated: true } : {}),
  });
  const standard = now.models.find((m) => m.default)?.id;
  const isSame = (options: JobOptions) =>
    job.state === "done" && (options.model ?? standard) === `${job.model.name}@${job.model.version}` &&
    JSON.stringify([options.keep, options.format ?? "wav", options.bits, options.start ?? 0, options.duration]) ===
      JSON.stringify([job.options.keep, job.options.format, job.options.bits, job.options.start, job.options.duration]);
  const again = async (choice: Choice) => {
    setAsked(true);
    await openWhenMade(songs.separateAgain(job.id, optionsOf(choice)));
    setAsked(false);
  };
  return (
    <section className="card again" aria-labelledby="again-title">
      <h2 id="again-title">{t.title}</h2>
      <p className="small">{t.lead}</p>
      <div className="row">
        {choicesOf(now.models).map((choice) => (
          <button key={choice} disabled={asked || isSame(optionsOf(choice))} {...(isSame(optionsOf(choice)) ? { title: t.these } : {})} onClick={() => void again(choice)}>
            {name[choice]}
          </button>
        ))}
      </div>
      <Options now={now} place={songs.isHere(job.id) ? "here" : "server"} extras={extras} onChange={setExtras} />
      {now.problem !== null && <p className="problem" role="alert">{now.problem}</p>}
    </section>
  );
}

/** The job's own format and part, so that the other stems lie beside those that are there. */
function extrasOf({ options }: Job): Extras {
  return {
    ...NO_EXTRAS,
    format: options.format,
    bits: options.bits ?? "",
    start: options.start > 0 ? String(options.start) : "",
    duration: options.duration !== undefined ? String(options.duration) : "",
  };
}
