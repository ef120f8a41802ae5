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
  const flips = flippedSubsets(differences.map(ofWeightOne), random);
  const asFar = flips.filter((flipped) => Math.abs(total - 2 * flipped.value) >= limit);
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
  return signFlipRatioInterval(differences.map(ofWeightOne), confidence, random);
}

/**
 * The interval of the ratio r of two means: all r for which the test does not reject "value − r x
 * weight is symmetric about 0". Values may be 0, weights must be above 0. Null when there are fewer
 * than `neededUnits`.
 */
export function signFlipRatioInterval(
  units: readonly Weighted[],
  confidence: number,
  random: () => number,
): Interval | null {
  if (units.length < neededUnits(confidence)) return null;
  const flips = flippedSubsets(units, random);
  const ratios = flips
    .filter(({ weight }) => weight > 0)
    .map(({ value, weight }) => value / weight);
  ratios.sort((a, b) => a - b);
  const unflipped = flips.length - ratios.length;
  const rejected = Math.floor(((1 - confidence) / 2) * flips.length + rounding);
  const rank = rejected - unflipped;
  const lo = ratios.at(rank);
  const hi = ratios.at(-1 - rank);
  if (rank < 0 || lo === undefined || hi === undefined) return null;
  return { lo, hi };
}

/** A unit's value, and what it is measured in. */
export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

const ofWeightOne = (value: number): Weighted => ({ value, weight: 1 });

/**
 * What the units that a flip turns round add up to, for every flip or a draw of them; nothing
 * flipped is always the first.
 */
function flippedSubsets(units: readonly Weighted[], random: () => number): readonly Weighted[] {
  if (units.length <= enumerableUnits) return everySubset(units);
  const draws = Array.from({ length: drawnFlips }, () => drawSubset(units, random));
  return [nothing, ...draws];
}

const nothing: Weighted = { value: 0, weight: 0 };

function everySubset(units: readonly Weighted[]): readonly Weighted[] {
  const subsets = [nothing];
  for (const unit of units) {
    subsets.push(...subsets.map((subset) => including(subset, unit)));
  }
  return subsets;
}

const drawSubset = (units: readonly Weighted[], random: () => number): Weighted =>
  units.reduce((subset, unit) => (random() < 0.5 ? subset : including(subset, unit)), nothing);

const including = (subset: Weighted, unit: Weighted): Weighted => ({
  value: subset.value + unit.value,
  weight: subset.weight + unit.weight,
});
