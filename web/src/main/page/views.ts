/** What the page shows: it is in the address, behind `#/`. A new view is a line here, and one in `app.tsx`. */
export type View =
  | { kind: "first" }
  | { kind: "song"; id: string }
  | { kind: "sending"; id: string }
  | { kind: "live" }
  | { kind: "learning"; part: string };

const VIEWS: readonly [RegExp, (id: string) => View][] = [
  [/^#\/songs\/([a-z2-7]{26})$/, (id) => ({ kind: "song", id })],
  [/^#\/sending\/(sending-\d+)$/, (id) => ({ kind: "sending", id })],
  [/^#\/live$/, () => ({ kind: "live" })],
  [/^#\/learning(?:\/(runs|data|history))?$/, (part) => ({ kind: "learning", part })],
];

/** The view of an address; the first screen for all that is none. */
export function viewOf(hash: string): View {
  for (const [pattern, view] of VIEWS) {
    const found = pattern.exec(hash);
    if (found) {
      return view(found[1] ?? "");
    }
  }
  return { kind: "first" };
}
