import type { Job } from "../api/client";

/** A job of this browser as it is kept: in the browser's storage, beside its folder of files. */
export type HereRecord = {
  job: Job;
  /** The page that works on it: each has an id of its own while it is open. */
  page: string;
  /** Whether the song lies in the job's folder, so that another page can go on. */
  kept: boolean;
  /** For a recording: whether its page has stopped it, and what makes a song of the samples in its folder. */
  recording?: { over: boolean; stems: string[]; sampleRate: number };
};

const PREFIX = "isolator.here.";

/** The jobs of this browser. Pages tell each other of changes by the storage's own events. */
export class HereRecords {
  constructor(private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">) {}

  all(): HereRecord[] {
    return Array.from({ length: this.storage.length }, (_, i) => this.storage.key(i))
      .filter((key) => key?.startsWith(PREFIX))
      .map((key) => this.of(key!.slice(PREFIX.length)))
      .filter((record) => record !== null);
  }

  of(id: string): HereRecord | null {
    try {
      const value: unknown = JSON.parse(this.storage.getItem(PREFIX + id) ?? "null");
      return isRecord(value) && value.job.id === id ? value : null;
    } catch {
      return null; // written by something else
    }
  }

  /** @throws DOMException if the browser's storage is full or forbidden: a job that is not kept would be lost */
  put(record: HereRecord): void {
    this.storage.setItem(PREFIX + record.job.id, JSON.stringify(record));
  }

  drop(id: string): void {
    this.storage.removeItem(PREFIX + id);
  }

  /** Whether a change of the storage is one of jobs. */
  static isOf(key: string | null): boolean {
    return key === null || key.startsWith(PREFIX);
  }
}

function isRecord(value: unknown): value is HereRecord {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const { job, page, kept } = value as Partial<HereRecord>;
  return (
    typeof page === "string" && typeof kept === "boolean" && typeof job === "object" && job !== null &&
    typeof job.id === "string" && typeof job.createdAt === "string" && typeof job.options === "object" && typeof job.model === "object"
  );
}

/** An id as the server's jobs have them: 26 letters of base 32, from 128 random bits. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(26))].map((byte) => "abcdefghijklmnopqrstuvwxyz234567"[byte & 31]).join("");
}
