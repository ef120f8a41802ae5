/** How well a sample tells a quantile of what it was drawn from. */
import type { Interval } from './interval.ts';

/**
 * How many values the P-th quantile needs before its two-sided interval has both ends: the
 * smallest n with `p^n <= (1 - confidence) / 2`, so that the largest value is beyond the quantile
 * surely enough. 6 for the median, 72 for P95, 368 for P99 at 95 %. `Infinity` for p = 0 or 1: no
 * number of values says where a distribution ends.
 */
export function neededValues(p: number, confidence = 0.95): number {
  const nearerTail = Math.max(p, 1 - p);
  if (nearerTail === 1) return Infinity;
  return Math.ceil(Math.log((1 - confidence) / 2) / Math.log(nearerTail));
}

/**
 * The interval of a quantile between two order statistics, by the exact binomial distribution of how
 * many values lie below it (David and Nagaraja, Order Statistics, section 7.1); equal tails, so it
 * covers at least as often as it says. Assumes independent values and nothing about their
 * distribution. Null when there are fewer than `neededValues`.
 */
export function quantileInterval(
  sorted: readonly number[],
  p: number,
  confidence = 0.95,
): Interval | null {
  const ranks = intervalRanks(sorted.length, p, (1 - confidence) / 2);
  const lo = sorted[ranks.lower - 1];
  const hi = sorted[ranks.upper - 1];
  return lo === undefined || hi === undefined ? null : { lo, hi };
}

/** Ranks count from 1; 0 or n + 1 means that no value is far enough out. */
function intervalRanks(n: number, p: number, tail: number): { lower: number; upper: number } {
  const { from, shares } = binomial(n, p);
  const below = firstBeyond(shares, tail);
  const above = firstBeyond(shares.toReversed(), tail);
  return { lower: from + below, upper: from + shares.length - above };
}

/** The index at which the running sum first exceeds the limit. */
function firstBeyond(shares: readonly number[], limit: number): number {
  let sum = 0;
  return shares.findIndex((share) => {
    sum += share;
    return sum > limit;
  });
}

/** Too small to matter beside any confidence level; cutting here keeps the work at O(sqrt n). */
const negligible = 1e-18;

/**
 * The probabilities of Binomial(n, p) from the count `from` on. They are built outwards from the
 * mode by the ratio of neighbours, since (1 - p)^n underflows where n is large.
 */
function binomial(n: number, p: number): { from: number; shares: readonly number[] } {
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  const lower: number[] = [];
  for (let k = mode, share = 1; k > 0; k--) {
    share *= k / ((n - k + 1) * odds);
    if (share < negligible) break;
    lower.push(share);
  }
  const upper: number[] = [1];
  for (let k = mode, share = 1; k < n; k++) {
    share *= ((n - k) * odds) / (k + 1);
    if (share < negligible) break;
    upper.push(share);
  }
  const relative = [...lower.reverse(), ...upper];
  const total = relative.reduce((sum, share) => sum + share, 0);
  return { from: mode - lower.length, shares: relative.map((share) => share / total) };
}
