import { texts } from "../texts";
import type { Learning, Run } from "./learning";

const t = texts.learning.runs;

/** Why a run's model cannot be promoted, in a sentence; null if it can. */
export function whyNotPromotable(run: Run, learning: Learning): string | null {
  if (run.promotable) {
    return null;
  }
  switch (run.state) {
    case "passed":
      return run.model === learning.live.model ? t.notInUse(run.model) : t.notOutdated(run.base ?? "");
    case "refused":
      return t.notRefused;
    case "collected":
      return t.notCollected;
    case "failed":
    case "stopped":
      return t.notEnded;
    case "queued":
    case "collecting":
    case "training":
    case "judging":
      return t.notJudged;
  }
}

/** Why the model in use cannot be rolled back; null if it can. */
export function whyNotRollback(learning: Learning): string | null {
  return learning.previous ? null : t.noPrevious;
}
