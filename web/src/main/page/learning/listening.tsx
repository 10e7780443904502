import { useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { Region } from "../api/client";
import { KIND_TEXTS } from "../feedback/regions";
import { Close, Pause, Pencil, Play } from "../icons";
import { clockText } from "../player/view";
import { texts } from "../texts";
import type { Comparison } from "./comparison";
import { type Judgement, marked, withVerdict } from "./judgement";
import type { Decision } from "./learning";
import { PassageLane } from "./passage-lane";
import type { Stem, Version } from "./passage-sounds";
import { useJudgeKeys } from "./use-judge-keys";

const t = texts.learning.passages;
const KINDS: Region["kind"][] = ["voice-missed", "music-leaked", "no-voice"];

type ListeningProps = {
  comparison: Comparison;
  compared: boolean;
  judgement: Judgement;
  onJudgement: (change: (judgement: Judgement) => Judgement) => void;
  decision: Decision | null;
  onEnter: () => void;
};

/** Play, A or B, what is heard, and the waveform to mark on. */
export function Listening({ comparison, compared, judgement, onJudgement, decision, onEnter }: ListeningProps) {
  const now = useSyncExternalStore(comparison.subscribe, comparison.snapshot);
  const [kind, setKind] = useState<Region["kind"] | null>(null);
  const [said, setSaid] = useState("");
  const begun = useRef<number | null>(null);
  const open = decision === null;
  const mark = (from: number, to: number) => {
    if (open) {
      const used = kind ?? "music-leaked";
      onJudgement((j) => marked(j, { kind: used, startSeconds: Math.min(from, to), endSeconds: Math.max(from, to) }, comparison.seconds));
      setSaid(t.markedAt(KIND_TEXTS[used].name, clockText(Math.min(from, to), true)));
    }
  };
  useJudgeKeys({
    comparison, compared, onEnter,
    onMark: (begins) => {
      if (begins) {
        begun.current = comparison.position();
      } else {
        mark(begun.current ?? 0, comparison.position());
        begun.current = null;
      }
    },
    onVerdict: (verdict) => open && onJudgement((j) => withVerdict(j, verdict)),
  });
  const regions = useMemo(() => judgement.regions, [judgement.regions]);
  return (
    <>
      <div className="row judge-transport">
        <button className="play" onClick={() => comparison.toggle()} aria-label={now.playing ? t.pause : t.play}>{now.playing ? <Pause /> : <Play />}</button>
        {compared && (
          <span className="segments" role="group" aria-label={t.versions}>
            {(["a", "b"] as Version[]).map((version) => (
              <button key={version} aria-pressed={now.version === version} onClick={() => comparison.choose({ version })}>{t.version[version]}</button>
            ))}
          </span>
        )}
        <span className="segments" role="group" aria-label={t.stems}>
          {(["vocals", "music", "song"] as Stem[]).map((stem) => (
            <button key={stem} aria-pressed={now.stem === stem} onClick={() => comparison.choose({ stem })}>{t.stem[stem]}</button>
          ))}
        </span>
      </div>
      <PassageLane comparison={comparison} now={now} regions={regions} marking={kind !== null && open} onMark={mark} />
      {open && (
        <div className="marks">
          <h3>{t.mark}</h3>
          <p className="small">{t.markLead}</p>
          <div className="row">
            {KINDS.map((k) => (
              <button key={k} className="toggle-wide" aria-pressed={kind === k} onClick={() => setKind(kind === k ? null : k)} title={KIND_TEXTS[k].hint}><Pencil />{KIND_TEXTS[k].name}</button>
            ))}
          </div>
          {regions.length > 0 && (
            <ul className="regions" aria-label={t.marks}>
              {regions.map((region, i) => (
                <li key={`${region.kind} ${region.startSeconds}`}>
                  <span>{texts.player.loopText(clockText(region.startSeconds, true), clockText(region.endSeconds, true))}</span>
                  <b>{KIND_TEXTS[region.kind].name}</b>
                  <button className="quiet" aria-label={t.remove(KIND_TEXTS[region.kind].name, clockText(region.startSeconds, true))}
                    onClick={() => onJudgement((j) => ({ ...j, regions: j.regions.filter((_, k) => k !== i) }))}><Close /></button>
                </li>
              ))}
            </ul>
          )}
          <p className="unseen" role="status">{said}</p>
        </div>
      )}
    </>
  );
}
