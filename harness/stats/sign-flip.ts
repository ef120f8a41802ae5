/**
 * The sign-flip randomisation test over units. A coin decided which side came first in each unit, so
 * if the sides are alike, each unit's difference could as well have had the other sign: the test is
 * exact whatever the noise does from unit to unit. Its inversion gives the interval.
 */
import type { Interval } from './interval.ts';

/** Units up to which every one of the 2^n flips is looked at. */
const enumerableUnits = 12;
/** Flips drawn beyond that; with the data as they are, 10,000. */
const drawnFlips = 9_999;
/** Sums that are equal on paper differ by this share at most in floating point. */
const rounding = 1e-12;

/**
 * The fewest units a two-sided statement needs: with n units no p-value is below 2^(1 - n). 6 at
 * 95 %.
 */
export const neededUnits = (confidence: number): number =>
  Math.ceil(1 - Math.log2(1 - confidence) - rounding);

/**
 * Two-sided p-value of "the differences are symmetric about 0": the share of flips whose sum is at
 * least as far from 0 as the sum as it came. `random` (in [0, 1)) is used beyond 12 units only.
 */
export function signFlipPValue(differences: readonly number[], random: () => number): number {
  const total = differences.reduce((sum, difference) => sum + difference, 0);
  const scale = differences.reduce((sum, difference) => sum + Math.abs(difference), 0);
  const limit = Math.abs(total) - rounding * scale;
  const flips = flippedSubsets(differences, random);
  const asFar = flips.filter((flipped) => Math.abs(total - 2 * flipped.sum) >= limit);
  return asFar.length / flips.length;
}

/**
 * The interval of the centre of the differences: all centres that the test does not reject. The
 * flipped sum exceeds the sum as it came just when the mean of the flipped units is below the
 * centre, so the limits are order statistics of the means of subsets (Hartigan 1969, typical
 * values). Null when there are fewer than `neededUnits`.
 */
export function signFlipInterval(
  differences: readonly number[],
  confidence: number,
  random: () => number,
): Interval | null {
  if (differences.length < neededUnits(confidence)) return null;
  const flips = flippedSubsets(differences, random);
  const means = flips.filter(({ size }) => size > 0).map(({ sum, size }) => sum / size);
  means.sort((a, b) => a - b);
  const unflipped = flips.length - means.length;
  const rejected = Math.floor(((1 - confidence) / 2) * flips.length + rounding);
  const rank = rejected - unflipped;
  const lo = means.at(rank);
  const hi = means.at(-1 - rank);
  if (rank < 0 || lo === undefined || hi === undefined) return null;
  return { lo, hi };
}

/** The units that a flip turns round: their sum and number. */
interface Subset {
  readonly sum: number;
  readonly size: number;
}

/** Every subset, or a draw of them; the empty one (nothing flipped) is always the first. */
function flippedSubsets(differences: readonly number[], random: () => number): readonly Subset[] {
  if (differences.length <= enumerableUnits) return everySubset(differences);
  const draws = Array.from({ length: drawnFlips }, () => drawSubset(differences, random));
  return [nothing, ...draws];
}

const nothing: Subset = { sum: 0, size: 0 };

function everySubset(differences: readonly number[]): readonly Subset[] {
  const subsets = [nothing];
  for (const difference of differences) {
    subsets.push(...subsets.map((subset) => including(subset, difference)));
  }
  return subsets;
}

const drawSubset = (differences: readonly number[], random: () => number): Subset =>
  differences.reduce(
    (subset, difference) => (random() < 0.5 ? subset : including(subset, difference)),
    nothing,
  );

const including = (subset: Subset, difference: number): Subset => ({
  sum: subset.sum + difference,
  size: subset.size + 1,
});
