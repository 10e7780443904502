import { useCallback, useEffect, useState } from "react";
import type { Client } from "../api/client";
import { sentenceOf } from "../api/problem";

export type Answer<T> = { value: T | null; problem: string | null; ask: () => Promise<void>; set: (value: T) => void };

/**
 * What the server answers at an address, asked anew every `everyMillis` while the page is seen; a failure leaves what was
 * there before. An address of null is not asked.
 */
export function useAnswer<T>(client: Client, path: string | null, everyMillis: number | null): Answer<T> {
  const [value, setValue] = useState<T | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = useCallback(async () => {
    if (path === null) {
      return;
    }
    try {
      setValue(await client.get<T>(path));
      setProblem(null);
    } catch (e) {
      setProblem(sentenceOf(e));
    }
  }, [client, path]);
  useEffect(() => {
    setValue(null);
    void ask();
  }, [ask]);
  useEffect(() => {
    if (everyMillis === null) {
      return;
    }
    const timer = setInterval(() => !document.hidden && void ask(), everyMillis);
    return () => clearInterval(timer);
  }, [ask, everyMillis]);
  return { value, problem, ask, set: setValue };
}
