import type { Wishes } from "../api/upload";

/** An upload in pieces that this browser began and has not ended: a reload forgets the file, but not how far it came. */
export type Interrupted = {
  upload: string;
  name: string;
  size: number;
  lastModified: number;
  sent: number;
  wishes: Wishes;
};

const PLACE = "isolator.uploads";
const MOST = 50;

/** Remembers them in the browser's storage; a full or forbidden one costs resuming only, so it is not an error. */
export class InterruptedUploads {
  constructor(private readonly storage: Pick<Storage, "getItem" | "setItem">) {}

  all(): Interrupted[] {
    try {
      const stored: unknown = JSON.parse(this.storage.getItem(PLACE) ?? "[]");
      return Array.isArray(stored) ? stored.filter(isInterrupted) : [];
    } catch {
      return []; // written by something else, or storage is off
    }
  }

  put(upload: Interrupted): void {
    this.write([upload, ...this.all().filter((u) => u.upload !== upload.upload)].slice(0, MOST));
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
      this.storage.setItem(PLACE, JSON.stringify(uploads));
    } catch {
      // A full or forbidden storage: the upload goes on, only resuming after a reload is lost.
    }
  }
}

function isInterrupted(value: unknown): value is Interrupted {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const v = value as Record<string, unknown>;
  return (
    typeof v.upload === "string" && typeof v.name === "string" && typeof v.size === "number" &&
    typeof v.lastModified === "number" && typeof v.sent === "number" &&
    typeof v.wishes === "object" && v.wishes !== null && Array.isArray((v.wishes as Wishes).keep)
  );
}
