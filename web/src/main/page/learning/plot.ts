/** A curve: points in order of x. */
export type Point = { x: number; y: number };

/** Means over a window around each point, `share` of all points wide: what a loss that jumps does on the whole. */
export function smoothed(points: readonly Point[], share: number): Point[] {
  const reach = Math.floor((points.length * share) / 2);
  const sums = [0];
  points.forEach((point, i) => sums.push(sums[i]! + point.y));
  return points.map(({ x }, i) => {
    const from = Math.max(0, i - reach);
    const to = Math.min(points.length, i + reach + 1);
    return { x, y: (sums[to]! - sums[from]!) / (to - from) };
  });
}

export type Extent = { left: number; right: number; low: number; high: number };

/** What all points lie in; a flat curve has some room above and below. */
export function extentOf(points: readonly Point[]): Extent {
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const room = high > low ? 0 : Math.max(Math.abs(high) / 100, 0.01);
  return { left: Math.min(...xs), right: Math.max(...xs, Math.min(...xs) + 1), low: low - room, high: high + room };
}

/** The curve as an SVG path in a box of `width` by `height`, the largest y at the top. */
export function pathOf(points: readonly Point[], { left, right, low, high }: Extent, width: number, height: number): string {
  const round = (n: number) => Math.round(100 * n) / 100;
  return points
    .map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${round(((x - left) / (right - left)) * width)} ${round(((high - y) / (high - low)) * height)}`)
    .join("");
}
