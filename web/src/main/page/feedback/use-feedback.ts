import { useCallback, useEffect, useState } from "react";
import type { Client, Feedback, FeedbackInput, Job, Region, Verdict } from "../api/client";
import { ApiError, sentenceOf } from "../api/problem";
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
};

type Draft = { verdicts: Record<string, Verdict>; regions: Region[]; consent: boolean; comment: string };
const EMPTY: Draft = { verdicts: {}, regions: [], consent: false, comment: "" };

/** What is said of a song: as stored on the server, and as changed here. */
export function useFeedback(client: Client, job: Job, seconds: number): FeedbackState {
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [state, setState] = useState<FeedbackState["state"]>("new");
  const [stored, setStored] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const path = `jobs/${job.id}/feedback`;

  useEffect(() => {
    let left = false;
    client.get<Feedback>(path).then(
      (f) => {
        if (!left) {
          setDraft({ verdicts: { ...f.stems }, regions: [...f.regions], consent: f.consent, comment: f.comment ?? "" });
          setStored(true);
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

  const change = useCallback((how: (draft: Draft) => Draft) => {
    setDraft(how);
    setState("changed");
    setProblem(null);
  }, []);

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
    save: async () => {
      setState("saving");
      const comment = draft.comment.trim();
      const input: FeedbackInput = {
        stems: draft.verdicts, regions: tidy(draft.regions, seconds), consent: draft.consent, ...(comment !== "" ? { comment } : {}),
      };
      try {
        await client.send<Feedback>("PUT", path, input);
        setStored(true);
        setState("saved");
      } catch (e) {
        setState("changed");
        setProblem(sentenceOf(e));
      }
    },
    withdraw: async () => {
      try {
        if (stored) {
          await client.send<undefined>("DELETE", path);
        }
        setDraft(EMPTY);
        setStored(false);
        setState("withdrawn");
      } catch (e) {
        setProblem(sentenceOf(e));
      }
    },
  };
}
