/** Do groups of units differ from each other by more than their units do? */
import type { Flips, Statistic } from './max-t.ts';

/** Differences that are equal on paper are apart by so much at most in floating point. */
const rounding = 1e-9;

/**
 * The p-value of "no group has a centre of its own": the residuals of units about the common weighted
 * centre add up within each group, and the sum of the squares of these sums is held against what
 * random signs of the residuals give. Signs stay with their units, so bursts of noise in one group
 * are no evidence. 1 for a single group, and where all units agree.
 */
export function overDispersionPValue(
  { differences, weights }: Statistic,
  groups: readonly number[],
  flips: Flips,
): number {
  if (new Set(groups).size < 2) return 1;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const centre =
    differences.reduce((sum, value, unit) => sum + value * (weights[unit] ?? 0), 0) / total;
  if (differences.every((value) => Math.abs(value - centre) < rounding)) return 1;
  const residuals = differences.map((value, unit) => (value - centre) * (weights[unit] ?? 0));
  const observed = spread(residuals, groups, flips[0]);
  const asFar = flips.filter((signs) => spread(residuals, groups, signs) >= observed * (1 - 1e-12));
  return asFar.length / flips.length;
}

function spread(
  residuals: readonly number[],
  groups: readonly number[],
  signs: Int8Array | undefined,
): number {
  const sums = new Map<number, number>();
  for (const [unit, residual] of residuals.entries()) {
    const group = groups[unit] ?? 0;
    sums.set(group, (sums.get(group) ?? 0) + residual * (signs?.[unit] ?? 1));
  }
  return [...sums.values()].reduce((sum, value) => sum + value * value, 0);
}
