/** A measure over time: how it grew, and whether that is more than noise. */
export interface Trend {
  readonly median: number;
  /** The median of the slopes between any two samples (Theil and Sen), per hour. One odd sample does not move it. */
  readonly perHour: number;
  /** What that slope comes to over the time that was watched. */
  readonly grown: number;
  /** `false`: it grew by more than `tolerance`, a share of the median, or `slack`. */
  readonly flat: boolean;
}

export interface TrendPoint {
  /** In ms. */
  readonly at: number;
  readonly value: number;
}

/** At least two samples. */
export function trendOf(
  points: readonly TrendPoint[],
  { tolerance, slack = 0 }: { readonly tolerance: number; readonly slack?: number },
): Trend {
  const slopes = points.flatMap((from, index) =>
    points.slice(index + 1).map((to) => (to.value - from.value) / (to.at - from.at)),
  );
  const perMs = medianOf(slopes);
  const median = medianOf(points.map(({ value }) => value));
  const grown = perMs * ((points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0));
  return { median, perHour: perMs * 3_600_000, grown, flat: grown <= Math.max(slack, tolerance * median) };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
