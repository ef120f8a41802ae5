/** Quantiles of one sorted series. */

/** Sorted copy, smallest first; `Infinity` stands for values that never came and sorts last. */
export const sortedNumbers = (values: readonly number[]): readonly number[] =>
  values.toSorted((a, b) => (a === b ? 0 : a - b));

/**
 * Type 7 of Hyndman and Fan (1996), R's default: linear between the order statistics around rank
 * `(n - 1) p`. `sorted` may end in `Infinity`. Throws a RangeError when there is no value or `p` is
 * outside [0, 1].
 */
export function quantile(sorted: readonly number[], p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must be in [0, 1], not ${p}`);
  const rank = cleanRank((sorted.length - 1) * p);
  const lower = sorted[Math.floor(rank)];
  const upper = sorted[Math.ceil(rank)];
  if (lower === undefined || upper === undefined) {
    throw new RangeError('a quantile needs at least one value');
  }
  // Not lower + (upper - lower) * share: between two infinities that is NaN.
  if (lower === upper) return lower;
  const share = rank - Math.floor(rank);
  return lower * (1 - share) + upper * share;
}

/** A rank that is whole on paper must not reach for its neighbour, which may be infinite. */
function cleanRank(rank: number): number {
  const whole = Math.round(rank);
  return Math.abs(rank - whole) < 1e-9 ? whole : rank;
}
