import type { Job, Progress } from "../api/client";

/** The list of jobs that this page has, newest first: merged from pages of the list, single jobs and events. */

/** The order of lists. */
export const newestFirst = (a: Job, b: Job) => b.createdAt.localeCompare(a.createdAt) || a.id.localeCompare(b.id);

/** Merges one page of the server's list. A job that should be on that page and is not there was removed elsewhere. */
export function withPage(jobs: readonly Job[], page: readonly Job[], first: boolean, last: boolean): Job[] {
  const found = new Set(page.map((job) => job.id));
  const oldest = page.at(-1)?.createdAt ?? "";
  const kept = jobs.filter((job) => !found.has(job.id) && !(first && (last || job.createdAt > oldest)));
  return [...page, ...kept].sort(newestFirst);
}

/** Replaces or adds one job. */
export function withJob(jobs: readonly Job[], job: Job): Job[] {
  return [...jobs.filter((other) => other.id !== job.id), job].sort(newestFirst);
}

/** Updates a job's progress; nothing changes if the job is not known or has ended. */
export function withProgress(jobs: readonly Job[], news: Progress): Job[] {
  return jobs.map((job) => {
    if (job.id !== news.id || !isActive(job)) {
      return job;
    }
    const { queue: _queue, etaSeconds: _eta, ...rest } = job;
    return {
      ...rest,
      state: news.state,
      progress: Math.max(news.state === job.state ? job.progress : 0, news.progress),
      ...(news.queue ? { queue: news.queue } : {}),
      ...(news.etaSeconds !== undefined ? { etaSeconds: news.etaSeconds } : {}),
    };
  });
}

export function isActive(job: Job): boolean {
  return job.state === "queued" || job.state === "running";
}

/**
 * The jobs to listen to: those that run, then the next in line. Each takes a connection, and browsers open six to a
 * server of HTTP/1.1; the others are asked after now and then.
 */
export function toWatch(jobs: readonly Job[], most = 3): string[] {
  const rank = (job: Job) => (job.state === "running" ? 0 : (job.queue?.place ?? 1e6));
  return jobs
    .filter(isActive)
    .sort((a, b) => rank(a) - rank(b) || a.createdAt.localeCompare(b.createdAt))
    .slice(0, most)
    .map((job) => job.id);
}
