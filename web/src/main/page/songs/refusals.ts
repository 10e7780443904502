import { sizeText } from "../format";
import { texts } from "../texts";
import type { Found } from "./files";

const t = texts.drop;

/** Checks what the page can know before it sends anything, so that nobody sends 3 GB to learn that they are too many. */
export function sorted(found: Found, mostBytes: number): { refusals: string[]; taken: File[] } {
  const refusals: string[] = [];
  const taken = found.songs.filter((file) => {
    if (file.size === 0) {
      refusals.push(t.empty(file.name));
    } else if (file.size > mostBytes) {
      refusals.push(t.tooLarge(file.name, sizeText(file.size), sizeText(mostBytes)));
    }
    return file.size > 0 && file.size <= mostBytes;
  });
  if (found.leftOut > 0) {
    refusals.push(t.skipped(found.leftOut));
  }
  if (found.songs.length === 0) {
    refusals.push(t.nothing);
  }
  return { refusals, taken };
}
