/** How much a unit counts, by how calm the machine was in it. */
import { quantile, sortedNumbers } from './quantile.ts';

/** Units within this (15 % of their latency) of a calm one count about alike. */
const calmSpread = 0.15;

/**
 * A weight for each unit from its level: the mean of both sides' log values, which does not know
 * which side is which, so that a test by sign flips stays exact. A unit as slow as the calm quarter
 * weighs most; one that is e above it, `1 / (0.15^2 + e^2)`.
 */
export function calmnessWeights(levels: readonly number[]): readonly number[] {
  if (levels.length === 0) return [];
  const calm = quantile(sortedNumbers(levels), 0.25);
  return levels.map((level) => 1 / (calmSpread ** 2 + Math.max(0, level - calm) ** 2));
}
