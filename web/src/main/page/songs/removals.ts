/** Something that was removed from the list and can be brought back for a while. */
export type Removal = { id: string; name: string; kind: "song" | "upload" };

/** How long “Undo” is there. */
export const UNDO_SECONDS = 10;

type Pending = { removal: Removal; timer: ReturnType<typeof setTimeout>; finish: (leaving: boolean) => void; undo: () => void };

/**
 * Removals that can still be undone. Each is finished after [UNDO_SECONDS], or when the page is left: until then the
 * server knows nothing of it, so that a browser that dies loses no song.
 */
export class Removals {
  private readonly pending = new Map<string, Pending>();

  constructor(private readonly changed: (removals: Removal[]) => void) {}

  /**
   * @param finish removes it for good; `leaving` while the page is being left
   * @param undo brings it back
   */
  add(removal: Removal, finish: (leaving: boolean) => void, undo: () => void): void {
    const timer = setTimeout(() => this.end(removal.id, (p) => p.finish(false)), 1000 * UNDO_SECONDS);
    this.pending.set(removal.id, { removal, timer, finish, undo });
    this.tell();
  }

  undo(id: string): void {
    this.end(id, (p) => p.undo());
  }

  finishAll(): void {
    [...this.pending.keys()].forEach((id) => this.end(id, (p) => p.finish(true)));
  }

  private end(id: string, how: (pending: Pending) => void): void {
    const pending = this.pending.get(id);
    if (pending) {
      clearTimeout(pending.timer);
      this.pending.delete(id);
      how(pending);
      this.tell();
    }
  }

  private tell(): void {
    this.changed([...this.pending.values()].map((p) => p.removal));
  }
}

const STORAGE_KEY = "isolator.removed";

/**
 * Songs whose removal was asked for while the page was left. The next page leaves them out: it may have the server's list
 * before the server has removed them, and would show them until it looks the next time.
 */
export class LeftRemovals {
  constructor(private readonly storage: Pick<Storage, "getItem" | "setItem">) {}

  put(id: string): void {
    this.write([...this.ids(), id]);
  }

  /** All of them, once. */
  take(): string[] {
    const ids = this.ids();
    this.write([]);
    return ids;
  }

  private ids(): string[] {
    try {
      const stored: unknown = JSON.parse(this.storage.getItem(STORAGE_KEY) ?? "[]");
      return Array.isArray(stored) ? stored.filter((id) => typeof id === "string") : [];
    } catch {
      return []; // written by something else, or storage is off
    }
  }

  private write(ids: string[]): void {
    try {
      this.storage.setItem(STORAGE_KEY, JSON.stringify(ids));
    } catch {
      // A full or forbidden storage: the song is removed all the same, only the next page may show it for a while.
    }
  }
}
