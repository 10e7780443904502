import type { HereJob } from "../here/here";

/** By what songs are sorted. */
export type Order = "newest" | "name" | "length";
export const ORDERS: readonly Order[] = ["newest", "name", "length"];

/** The songs whose names have every word that was typed, whatever its case and accents; in an order. */
export function found(jobs: readonly HereJob[], typed: string, order: Order): HereJob[] {
  const words = plain(typed).split(/\s+/).filter((word) => word !== "");
  const hits = jobs.filter((job) => words.every((word) => plain(job.name).includes(word)));
  switch (order) {
    case "newest":
      return hits; // as they came
    case "name":
      return hits.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true, sensitivity: "base" }));
    case "length":
      return hits.sort((a, b) => secondsOf(b) - secondsOf(a));
  }
}

const secondsOf = (job: HereJob) => job.result?.seconds ?? job.input.seconds ?? 0;

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
