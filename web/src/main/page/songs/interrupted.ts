import type { JobOptions } from "../api/upload";

/** A resumable upload that this browser began and has not ended: a reload forgets the file, but not how far it came. */
export type Interrupted = {
  upload: string;
  name: string;
  size: number;
  lastModified: number;
  sent: number;
  options: JobOptions;
};

const STORAGE_KEY = "isolator.uploads";
const MAX_UPLOADS = 50;

/** Keeps interrupted uploads in the browser's storage. If that is full or forbidden, only resuming is lost: no error. */
export class InterruptedUploads {
  constructor(private readonly storage: Pick<Storage, "getItem" | "setItem">) {}

  all(): Interrupted[] {
    try {
      const stored: unknown = JSON.parse(this.storage.getItem(STORAGE_KEY) ?? "[]");
      return Array.isArray(stored) ? stored.map(asNow).filter(isInterrupted) : [];
    } catch {
      return []; // written by something else, or storage is off
    }
  }

  put(upload: Interrupted): void {
    this.write([upload, ...this.all().filter((u) => u.upload !== upload.upload)].slice(0, MAX_UPLOADS));
  }

  progress(upload: string, sent: number): void {
    this.write(this.all().map((u) => (u.upload === upload ? { ...u, sent } : u)));
  }

  drop(upload: string): void {
    this.write(this.all().filter((u) => u.upload !== upload));
  }

  /** The upload that this file was being sent by, if it is the same file. */
  of(file: Pick<File, "name" | "size" | "lastModified">): Interrupted | undefined {
    return this.all().find((u) => u.name === file.name && u.size === file.size && u.lastModified === file.lastModified);
  }

  private write(uploads: Interrupted[]): void {
    try {
      this.storage.setItem(STORAGE_KEY, JSON.stringify(uploads));
    } catch {
      // A full or forbidden storage: the upload goes on, only resuming after a reload is lost.
    }
  }
}

/** Earlier versions of the page stored the options under `wishes`. */
function asNow(value: unknown): unknown {
  if (typeof value === "object" && value !== null && "wishes" in value) {
    const { wishes, ...rest } = value;
    return { ...rest, options: wishes };
  }
  return value;
}

function isInterrupted(value: unknown): value is Interrupted {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const v = value as Record<string, unknown>;
  return (
    typeof v.upload === "string" && typeof v.name === "string" && typeof v.size === "number" &&
    typeof v.lastModified === "number" && typeof v.sent === "number" &&
    typeof v.options === "object" && v.options !== null && Array.isArray((v.options as JobOptions).keep)
  );
}
