import type { components } from "../api/schema";
import { clockText } from "../player/view";
import { texts } from "../texts";

type Schemas = components["schemas"];
export type Learning = Schemas["Learning"];
export type Passage = Schemas["Passage"];
export type Decision = Schemas["Decision"];
export type DecisionInput = Schemas["DecisionInput"];
export type Reason = Schemas["DecisionReason"];
export type Run = Schemas["LearningRun"];
export type Curves = Schemas["LearningCurves"];
export type GateReport = Schemas["GateReport"];
export type DataVersion = Schemas["DataVersionList"]["versions"][number];
export type HistoryEntry = Schemas["LearningHistory"]["entries"][number];

/** Parts of the curators' page, each with an address of its own. */
export const PARTS = ["", "runs", "data", "history"] as const;
export type Part = (typeof PARTS)[number];

/** Whether a run goes on by itself. */
export const isUnderWay = (run: Run) => run.endedAt === undefined;

/** A passage has no title: that is its owner's. */
export const passageName = (p: Passage) => texts.learning.passages.name(p.song, clockText(p.startSeconds, true), clockText(p.endSeconds, true));

/** Date and time, as short as the reader's language has them. */
export const whenText = (at: string) => new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
