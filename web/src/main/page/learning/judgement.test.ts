import { expect, test } from "vitest";
import { candidateOf, decisionOf, marked, reasonsFor, UNJUDGED, withReason, withVerdict } from "./judgement";
import type { Decision, Passage } from "./learning";

const passage: Passage = { id: "a".repeat(26), song: "3f9a2c1b", startSeconds: 12.5, endSeconds: 16.5, disagreementDb: -9, voiced: 0.5, weight: 1, decided: false };
const decision = (more: Partial<Decision>): Decision => ({ passage: passage.id, verdict: "approve", reasons: [], regions: [], who: "anna", at: "2026-11-30T00:00:00Z", ...more });

test("without a verdict there is nothing to send", () => {
  expect(decisionOf({ ...UNJUDGED, preferred: "a", comment: "x" }, passage)).toBeNull();
});

test("marks are sent in seconds of the song, a comment only if there is one", () => {
  const judged = marked(withReason(withVerdict({ ...UNJUDGED, comment: "  " }, "reject"), "artefacts", true), { kind: "no-voice", startSeconds: 3, endSeconds: 1.0004 }, 4);
  expect(decisionOf({ ...judged, preferred: "neither" }, passage)).toEqual({
    verdict: "reject", preferred: "neither", reasons: ["artefacts"], regions: [{ kind: "no-voice", startSeconds: 13.5, endSeconds: 15.5 }],
  });
});

test("marks lie in the passage, and are never more than the server takes", () => {
  expect(marked(UNJUDGED, { kind: "no-voice", startSeconds: -1, endSeconds: 9 }, 4).regions).toEqual([{ kind: "no-voice", startSeconds: 0, endSeconds: 4 }]);
  const many = Array.from({ length: 60 }, (_, i) => i).reduce((j, i) => marked(j, { kind: "no-voice", startSeconds: i, endSeconds: i + 0.5 }, 100), UNJUDGED);
  expect(many.regions).toHaveLength(50);
});

test("another verdict drops the reasons that do not speak for it", () => {
  const rejected = withReason(withReason(withVerdict(UNJUDGED, "reject"), "rights", true), "other", true);
  expect(withVerdict(rejected, "approve").reasons).toEqual(["other"]);
  expect(withReason(rejected, "rights", false).reasons).toEqual(["other"]);
  expect(reasonsFor(null)).toEqual([]);
  expect(reasonsFor("approve")).toContain("clean");
  expect(reasonsFor("unsure")).not.toContain("clean");
});

test("which was the candidate is told by the preference, and without one by the model in use", () => {
  expect(candidateOf(decision({}), "x@1")).toBeNull();
  const both = { a: "learnt@1", b: "x@1" };
  expect(candidateOf(decision({ ...both, preferred: "a", preferredModel: "candidate" }), "else@9")).toBe("a");
  expect(candidateOf(decision({ ...both, preferred: "b", preferredModel: "live" }), "else@9")).toBe("a");
  expect(candidateOf(decision({ ...both, preferred: "neither" }), "x@1")).toBe("a");
  expect(candidateOf(decision({ a: "x@1", b: "learnt@1" }), "x@1")).toBe("b");
});
