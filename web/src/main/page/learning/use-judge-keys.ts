import { useEffect, useRef } from "react";
import { isTyping } from "../keyboard";
import type { Comparison } from "./comparison";
import type { DecisionInput } from "./learning";

const VERDICTS: Record<string, DecisionInput["verdict"]> = { y: "approve", n: "reject", u: "unsure" };

type Actions = {
  comparison: Comparison;
  compared: boolean;
  /** Decide, or the next passage. */
  onEnter: () => void;
  /** A mark begins or ends here. */
  onMark: (begins: boolean) => void;
  onVerdict: (verdict: DecisionInput["verdict"]) => void;
};

/** The whole of a judgement by keys. What has the focus keeps the keys that are its own: space, Enter, arrows. */
export function useJudgeKeys(actions: Actions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      const { comparison, compared, onEnter, onMark, onVerdict } = latest.current;
      const at = e.target as HTMLElement;
      const isPressed = (e.key === " " || e.key === "Enter") && at.matches?.("button, a, summary, input");
      const isMoved = e.key.startsWith("Arrow") && at.matches?.("input");
      if (isTyping(e) || isPressed || isMoved) {
        return;
      }
      const { version } = comparison.snapshot();
      const verdict = VERDICTS[e.key.toLowerCase()];
      const choose = (what: Parameters<Comparison["choose"]>[0]) => () => comparison.choose(what);
      const action: Record<string, () => void> = {
        " ": () => comparison.toggle(),
        ArrowLeft: () => comparison.seek(comparison.position() - 0.5),
        ArrowRight: () => comparison.seek(comparison.position() + 0.5),
        ...(compared ? { a: choose({ version: "a" }), b: choose({ version: "b" }), x: choose({ version: version === "a" ? "b" : "a" }) } : {}),
        "1": choose({ stem: "vocals" }),
        "2": choose({ stem: "music" }),
        "3": choose({ stem: "song" }),
        "[": () => onMark(true),
        "]": () => onMark(false),
        Enter: onEnter,
        ...(verdict ? { [e.key.toLowerCase()]: () => onVerdict(verdict) } : {}),
      };
      const act = action[e.key.length === 1 ? e.key.toLowerCase() : e.key];
      if (act) {
        act();
        e.preventDefault();
      }
    };
    // A button that was clicked would keep the focus, and the space bar would press it again instead of playing.
    const onClick = (e: MouseEvent) => {
      if (e.detail > 0) {
        (e.target as HTMLElement).closest<HTMLElement>(".judge button, .judge input[type=radio], .judge input[type=checkbox]")?.blur();
      }
    };
    addEventListener("keydown", onKey);
    addEventListener("click", onClick);
    return () => {
      removeEventListener("keydown", onKey);
      removeEventListener("click", onClick);
    };
  }, []);
}
