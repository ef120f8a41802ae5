/** The ratio candidate ÷ baseline at one percentile after the other, unit by unit as in the comparison. */
import type { ArmResult, Side } from '../record/arm-result.ts';
import type { Interval } from '../stats/interval.ts';
import { hasLogarithm } from '../stats/noise.ts';
import { quantile, sortedNumbers } from '../stats/quantile.ts';
import { mean, tInterval } from '../stats/t-interval.ts';
import type { ArmValue } from './comparison.ts';
import { armTimes } from './response-times.ts';
import { logRatio, pairUnits } from './unit-pairs.ts';

export interface QuantileRatio {
  readonly p: number;
  /** Geometric mean of the units' ratios. */
  readonly value: number;
  /** Student's, of this percentile by itself; null of one unit. */
  readonly interval: Interval | null;
  readonly units: number;
}

interface SortedArm extends Omit<ArmValue, 'value'> {
  readonly side: Side;
  readonly sorted: readonly number[];
}

/** Percentiles that the values of an arm do not carry, or that failures reach, are left out. */
export function quantileRatios(
  arms: readonly ArmResult[],
  cutMs: number,
  percentiles: readonly number[],
): readonly QuantileRatio[] {
  const sorted = arms
    .filter(({ validity }) => validity.state === 'valid')
    .map((arm): SortedArm => {
      const { launch, unit, seed, side } = arm;
      return { launch, unit, seed, side, sorted: sortedNumbers(armTimes(arm, cutMs)) };
    });
  const fewest = sorted.reduce((least, arm) => Math.min(least, arm.sorted.length), Infinity);
  if (sorted.length === 0 || fewest === 0) return [];
  return percentiles
    .filter((p) => p >= 1 / fewest && p <= 1 - 1 / fewest)
    .flatMap((p) => ratioAt(sorted, p) ?? []);
}

function ratioAt(arms: readonly SortedArm[], p: number): QuantileRatio | null {
  const of = (side: Side): readonly ArmValue[] =>
    arms
      .filter((arm) => arm.side === side)
      .map(({ sorted, ...arm }) => ({ ...arm, value: quantile(sorted, p) }));
  const units = pairUnits(of('baseline'), of('candidate'));
  const divisible = units
    .flat()
    .every(({ baseline, candidate }) => hasLogarithm(baseline) && hasLogarithm(candidate));
  if (units.length === 0 || !divisible) return null;
  const logs = units.map(logRatio);
  const limits = tInterval(logs);
  return {
    p,
    value: Math.exp(mean(logs)),
    interval: limits && { lo: Math.exp(limits.lo), hi: Math.exp(limits.hi) },
    units: logs.length,
  };
}
