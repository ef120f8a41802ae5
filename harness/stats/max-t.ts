/**
 * One test of many statistics at once. All are computed from the same units, whose sides a coin
 * ordered, so one flip of a unit's sign flips all of its values together, and what the statistics
 * have in common is kept (Westfall and Young, Resampling-Based Multiple Testing, 1993).
 */

/** What one statistic takes from the units, in one order for all statistics. */
export interface Statistic {
  /** Difference of the two sides in a unit; 0 where it has none. */
  readonly differences: readonly number[];
  /** Above 0, and made without knowing which side is which. */
  readonly weights: readonly number[];
}

/** Signs of the units, +1 or -1; the first vector flips nothing. */
export type Flips = readonly Int8Array[];

/** `count` vectors for `units` units, `random` in [0, 1). */
export function drawFlips(units: number, count: number, random: () => number): Flips {
  return Array.from({ length: count }, (_, index) =>
    Int8Array.from({ length: units }, () => (index === 0 || random() < 0.5 ? 1 : -1)),
  );
}

/**
 * The p-value of "not above 0" for each statistic, adjusted for their number (step-down max-T): the
 * probability that any of those not yet rejected would come out so large by the flips alone. Each
 * statistic is its weighted sum over the root of its sum of squares, which no flip changes.
 */
export function maxTPValues(statistics: readonly Statistic[], flips: Flips): readonly number[] {
  const terms = statistics.map(standardised);
  const observed = terms.map((units) => signedSum(units, flips[0]));
  const order = observed.map((_, index) => index).sort((a, b) => at(observed, b) - at(observed, a));
  const exceeded = order.map(() => 0);
  for (const signs of flips) {
    let largest = -Infinity;
    // From the least extreme on, so that each maximum is over those that are no more extreme.
    for (let rank = order.length - 1; rank >= 0; rank--) {
      const index = at(order, rank);
      largest = Math.max(largest, signedSum(terms[index] ?? [], signs));
      if (largest >= at(observed, index) - rounding) exceeded[rank] = at(exceeded, rank) + 1;
    }
  }
  const adjusted = new Array<number>(order.length).fill(1);
  let most = 0;
  for (const [rank, index] of order.entries()) {
    most = Math.max(most, at(exceeded, rank) / flips.length);
    adjusted[index] = most;
  }
  return adjusted;
}

/** Sums that are equal on paper differ by so much at most in floating point. */
const rounding = 1e-12;

const at = (values: readonly number[], index: number): number => values[index] ?? 0;

function standardised({ differences, weights }: Statistic): readonly number[] {
  const weighted = differences.map((difference, unit) => difference * at(weights, unit));
  const scale = Math.sqrt(weighted.reduce((sum, value) => sum + value * value, 0));
  return scale === 0 ? weighted : weighted.map((value) => value / scale);
}

function signedSum(units: readonly number[], signs: Int8Array | undefined): number {
  let sum = 0;
  for (let unit = 0; unit < units.length; unit++) sum += at(units, unit) * (signs?.[unit] ?? 1);
  return sum;
}
