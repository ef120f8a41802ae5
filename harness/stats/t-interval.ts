/** The mean, its error and its interval. */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Interval } from './interval.ts';

/** Arithmetic mean; NaN of nothing. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of the mean of independent values; NaN for fewer than two. */
export function standardError(values: readonly number[]): number {
  const n = values.length;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1) / n);
}

/**
 * Student's interval of a mean of independent values, right for values that are about normal or
 * many. Null for fewer than two values.
 */
export function tInterval(values: readonly number[], confidence = 0.95): Interval | null {
  const n = values.length;
  if (n < 2) return null;
  const centre = mean(values);
  const reach = tQuantile((1 + confidence) / 2, n - 1) * standardError(values);
  return { lo: centre - reach, hi: centre + reach };
}
