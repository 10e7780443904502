import type { Job } from "./api/client";

/** Leaves `here` for another view, unless the person has gone elsewhere meanwhile: who pressed *back* is not called back. */
export function leave(here: string, to: string): void {
  if (location.hash === here) {
    location.replace(to);
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
