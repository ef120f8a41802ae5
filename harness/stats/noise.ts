/** What no change at all looks like. */
import { quantile, sortedNumbers } from './quantile.ts';

/**
 * The factor by which two measurements of the same thing typically differ: the median of their
 * ratios, each taken as larger ÷ smaller, so 1.03 means 3 % either way. Pairs without a ratio (a
 * value of 0 or below, or infinite) are passed over; null when none is left.
 */
export function typicalRatio(pairs: readonly (readonly [number, number])[]): number | null {
  const distances = pairs
    .filter(([first, second]) => hasLogarithm(first) && hasLogarithm(second))
    .map(([first, second]) => Math.abs(Math.log(second / first)));
  if (distances.length === 0) return null;
  return Math.exp(quantile(sortedNumbers(distances), 0.5));
}

/** Above 0 and finite: what a ratio can be made of. */
export const hasLogarithm = (value: number): boolean => value > 0 && value < Infinity;
