/** The ratio candidate ÷ baseline unit by unit, in the order in which they were measured. */
import type { ArmResult, Side } from '../record/arm-result.ts';
import { hasLogarithm } from '../stats/noise.ts';
import { quantile, sortedNumbers } from '../stats/quantile.ts';
import type { ArmValue } from './comparison.ts';
import { armTimes } from './response-times.ts';
import { logRatio, pairUnits } from './unit-pairs.ts';

export interface UnitRatio {
  readonly launch: number;
  readonly unit: number;
  /** Of the median response; geometric mean where the unit has two pairs of arms. */
  readonly value: number;
}

/** Units without two valid arms that completed something are left out. */
export function unitRatios(arms: readonly ArmResult[], cutMs: number): readonly UnitRatio[] {
  const medians = arms
    .filter(({ validity }) => validity.state === 'valid')
    .flatMap((arm) => medianOf(arm, cutMs));
  const units = new Map(medians.map(({ launch, unit }) => [`${launch}/${unit}`, { launch, unit }]));
  return [...units.values()].flatMap(({ launch, unit }) => {
    const of = (side: Side) =>
      medians.filter((arm) => arm.side === side && arm.launch === launch && arm.unit === unit);
    const [pairs] = pairUnits(of('baseline'), of('candidate'));
    return pairs ? [{ launch, unit, value: Math.exp(logRatio(pairs)) }] : [];
  });
}

/** Nothing where half of the operations failed, or none was asked for. */
function medianOf(arm: ArmResult, cutMs: number): readonly (ArmValue & { readonly side: Side })[] {
  const times = sortedNumbers(armTimes(arm, cutMs));
  const value = times.length === 0 ? 0 : quantile(times, 0.5);
  const { launch, unit, seed, side } = arm;
  return hasLogarithm(value) ? [{ launch, unit, seed, side, value }] : [];
}
