/** The interval of a mean. */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Interval } from './interval.ts';

/** Arithmetic mean; NaN of nothing. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Student's interval of a mean of independent values, right for values that are about normal or
 * many. Null for fewer than two values.
 */
export function tInterval(values: readonly number[], confidence = 0.95): Interval | null {
  const n = values.length;
  if (n < 2) return null;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const standardError = Math.sqrt(squares / (n - 1) / n);
  const reach = tQuantile((1 + confidence) / 2, n - 1) * standardError;
  return { lo: centre - reach, hi: centre + reach };
}
