import type { Client, Format, Job } from "../api/client";
import { isHere, placeOf } from "../here/work";

/**
 * Has the server make files that it has not made yet, which takes a while the first time, and then has the browser save
 * them. `onProgress` says how many of the files are there.
 *
 * @param addresses of the files that have to be there, in the order in which they are made
 * @param saved the address to save: one of them, or the archive of all
 */
export async function makeAndSave(
  client: Pick<Client, "ask" | "download">, job: string, addresses: readonly string[], saved: string, onProgress: (made: number) => void,
): Promise<void> {
  onProgress(0);
  for (const [i, address] of addresses.entries()) {
    await client.ask(address, { headers: { Range: "bytes=0-0" } }); // answered when the file is there
    onProgress(i + 1);
  }
  await client.download(job, saved);
}

/** Whether a format's files are there from the beginning, so that nobody waits for them; in the browser, floats are. */
export function isThere(job: Job, format: Format): boolean {
  const address = job.result?.mix.files[format] ?? "";
  return job.options.format === format && (!isHere(address) || placeOf(address).how.bits === "32f");
}
