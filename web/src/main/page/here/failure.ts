import type { Job } from "../api/client";

export type Failure = NonNullable<Job["failure"]>;

/** A song could not be taken apart here. The message is a sentence for people. */
export class SongFailure extends Error {
  override readonly name = "SongFailure";

  constructor(
    readonly kind: Failure["kind"],
    message: string,
    /** Whether the file is cut short, so that what is there can be taken. */
    readonly truncated = false,
  ) {
    super(message);
  }
}

/** Any failure as a job has it. A full disk is told by the browser's own name for it. */
export function failureOf(e: unknown): Failure {
  if (e instanceof SongFailure) {
    return { kind: e.kind, reason: e.message, ...(e.truncated ? { truncated: true } : {}) };
  }
  const said = e instanceof Error ? e.message : String(e);
  if (e instanceof DOMException && e.name === "QuotaExceededError") {
    return { kind: "storage", reason: "This browser gives the page no more room on the disk; remove songs from the list, or make room" };
  }
  if (e instanceof RangeError && /memory|allocat/i.test(said)) {
    return { kind: "memory", reason: said };
  }
  return { kind: "crash", reason: said };
}
