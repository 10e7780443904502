import type { Region } from "../api/client";
import { tidy } from "../feedback/regions";
import type { Decision, DecisionInput, Passage, Reason } from "./learning";
import type { Version } from "./passage-sounds";

/** As many as the server takes for a passage. */
const MOST_REGIONS = 50;

/** What a curator is about to say. Marks are in seconds of the passage. */
export type Judgement = {
  verdict: DecisionInput["verdict"] | null;
  preferred: NonNullable<DecisionInput["preferred"]> | null;
  reasons: readonly Reason[];
  regions: readonly Region[];
  comment: string;
};

export const UNJUDGED: Judgement = { verdict: null, preferred: null, reasons: [], regions: [], comment: "" };

/** Reasons for a verdict: those that speak for it. */
export function reasonsFor(verdict: Judgement["verdict"]): readonly Reason[] {
  return verdict === null ? [] : verdict === "approve"
    ? ["clean", "other"]
    : ["voice-missing", "music-leaked", "artefacts", "silent-vocals", "swapped-stems", "not-a-song", "rights", "other"];
}

/** With another verdict; reasons that do not speak for it are dropped. */
export function withVerdict(judgement: Judgement, verdict: NonNullable<Judgement["verdict"]>): Judgement {
  const possible = reasonsFor(verdict);
  return { ...judgement, verdict, reasons: judgement.reasons.filter((reason) => possible.includes(reason)) };
}

export function withReason(judgement: Judgement, reason: Reason, given: boolean): Judgement {
  const others = judgement.reasons.filter((r) => r !== reason);
  return { ...judgement, reasons: given ? [...others, reason] : others };
}

export function marked(judgement: Judgement, region: Region, seconds: number): Judgement {
  return { ...judgement, regions: tidy([...judgement.regions, region], seconds).slice(0, MOST_REGIONS) };
}

/** What the server is told: marks in seconds of the song; null while there is no verdict. */
export function decisionOf(judgement: Judgement, passage: Passage): DecisionInput | null {
  const { verdict, preferred, reasons, regions } = judgement;
  const comment = judgement.comment.trim();
  const inSong = (seconds: number) => Math.round(1000 * (passage.startSeconds + seconds)) / 1000;
  return verdict && {
    verdict,
    ...(preferred ? { preferred } : {}),
    reasons: [...reasons],
    regions: regions.map((r) => ({ kind: r.kind, startSeconds: inSong(r.startSeconds), endSeconds: inSong(r.endSeconds) })),
    ...(comment !== "" ? { comment } : {}),
  };
}

/** Which of both was the candidate; null where there was none. */
export function candidateOf(decision: Decision, live: string): Version | null {
  if (decision.a === undefined || decision.b === undefined) {
    return null;
  }
  if (decision.preferredModel && (decision.preferred === "a" || decision.preferred === "b")) {
    return (decision.preferredModel === "candidate") === (decision.preferred === "a") ? "a" : "b";
  }
  return decision.a === live ? "b" : "a";
}
