import { useCallback, useEffect, useState } from "react";
import type { Client, Feedback, FeedbackInput, Job, Region, Verdict } from "../api/client";
import { ApiError, sentenceOf } from "../api/problem";
import { drafts, type FeedbackDraft } from "../drafts";
import { tidy, withRegion, without } from "./regions";

export type FeedbackState = {
  verdicts: Readonly<Record<string, Verdict>>;
  regions: readonly Region[];
  consent: boolean;
  comment: string;
  /** `new`: nothing stored; `changed`: not as stored; `saved`: just stored; `withdrawn`: just taken back. */
  state: "new" | "stored" | "changed" | "saving" | "saved" | "withdrawn";
  problem: string | null;
  judge: (stem: string, verdict: Verdict | null) => void;
  mark: (region: Region) => void;
  unmark: (index: number) => void;
  setConsent: (consent: boolean) => void;
  setComment: (comment: string) => void;
  save: () => Promise<void>;
  withdraw: () => Promise<void>;
  /** Saves again what was just taken back. */
  undoWithdraw: () => Promise<void>;
};

const EMPTY: FeedbackDraft = { verdicts: {}, regions: [], consent: false, comment: "" };

/** What is said of a song: as stored on the server, and as changed here. Nothing is asked or kept without a server. */
export function useFeedback(client: Client | null, job: Job, seconds: number): FeedbackState {
  const [draft, setDraft] = useState<FeedbackDraft>(() => drafts.of(job.id).feedback ?? EMPTY);
  const [state, setState] = useState<FeedbackState["state"]>(() => (drafts.of(job.id).feedback ? "changed" : "new"));
  const [withdrawn, setWithdrawn] = useState<FeedbackDraft>(EMPTY);
  const [stored, setStored] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const path = `jobs/${job.id}/feedback`;

  useEffect(() => {
    let left = false;
    client?.get<Feedback>(path).then(
      (f) => {
        if (!left) {
          setStored(true);
        }
        if (!left && !drafts.of(job.id).feedback) { // what is not saved yet comes before what is
          setDraft({ verdicts: { ...f.stems }, regions: [...f.regions], consent: f.consent, comment: f.comment ?? "" });
          setState("stored");
        }
      },
      (e: unknown) => {
        if (!left && !(e instanceof ApiError && e.status === 404)) {
          setProblem(sentenceOf(e));
        }
      },
    );
    return () => {
      left = true;
    };
  }, [client, path]);

  // Until it is saved it is kept in this browser: a reload loses nothing.
  useEffect(() => {
    if (state === "changed") {
      drafts.put(job.id, { feedback: draft });
    } else if (state === "saved" || state === "withdrawn") {
      drafts.put(job.id, { feedback: undefined });
    }
  }, [job.id, state, draft]);

  const change = useCallback((how: (draft: FeedbackDraft) => FeedbackDraft) => {
    setDraft(how);
    setState("changed");
    setProblem(null);
  }, []);

  const save = async (draft: FeedbackDraft) => {
    setState("saving");
    const comment = draft.comment.trim();
    const input: FeedbackInput = {
      stems: draft.verdicts, regions: tidy(draft.regions, seconds), consent: draft.consent, ...(comment !== "" ? { comment } : {}),
    };
    try {
      await client?.send<Feedback>("PUT", path, input);
      setStored(true);
      setState("saved");
    } catch (e) {
      setState("changed");
      setProblem(sentenceOf(e));
    }
  };

  return {
    ...draft,
    state,
    problem,
    judge: (stem, verdict) =>
      change((d) => {
        const { [stem]: _before, ...others } = d.verdicts;
        return { ...d, verdicts: verdict === null ? others : { ...others, [stem]: verdict } };
      }),
    mark: (region) => change((d) => ({ ...d, regions: withRegion(d.regions, region, seconds) })),
    unmark: (index) => change((d) => ({ ...d, regions: without(d.regions, index) })),
    setConsent: (consent) => change((d) => ({ ...d, consent })),
    setComment: (comment) => change((d) => ({ ...d, comment: comment.slice(0, 2000) })),
    save: () => save(draft),
    undoWithdraw: async () => {
      setDraft(withdrawn);
      await save(withdrawn);
    },
    withdraw: async () => {
      try {
        if (stored) {
          await client?.send<undefined>("DELETE", path);
        }
        setWithdrawn(draft);
        setDraft(EMPTY);
        setStored(false);
        setState("withdrawn");
      } catch (e) {
        setProblem(sentenceOf(e));
      }
    },
  };
}
