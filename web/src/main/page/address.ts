import type { Job } from "./api/client";

/** Leaves `here` for another view, unless the person has gone elsewhere meanwhile: who pressed *back* is not called back. */
export function leave(here: string, to: string): void {
  if (location.hash === here) {
    location.replace(to);
  }
}

/** Opens the page of the job that takes the place of one that is removed: *back* must not lead to that one. */
export async function openInstead(asked: Promise<Job | null>): Promise<void> {
  const here = location.hash;
  const made = await asked;
  if (made) {
    leave(here, `#/songs/${made.id}`);
  }
}

/** Opens a job's page when the server has made it, unless the person has gone elsewhere meanwhile. */
export async function openWhenMade(asked: Promise<Job | null>): Promise<void> {
  const here = location.hash;
  const made = await asked;
  if (made && location.hash === here) {
    location.hash = `#/songs/${made.id}`;
  }
}
