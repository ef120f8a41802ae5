/** What each unit says of a metric: one value a side, from both of its arms together. */
import { armSeries } from '../compare/arm-series.ts';
import { type ScalarName, scalarSources } from '../compare/arm-value.ts';
import type { Load } from '../config/scenario.ts';
import type { ArmResult, Side } from '../record/arm-result.ts';
import { type MetricName, metric } from '../record/metric.ts';
import { quantile, sortedNumbers } from '../stats/quantile.ts';
import { mean } from '../stats/t-interval.ts';

/** The arms of one unit, all valid. */
export type UnitArms = readonly ArmResult[];

/** `Infinity` where failures reach it, null where the unit has none. */
export type UnitValue = Readonly<Record<Side, number>> | null;

/** Units in the order they were measured; one with an invalid arm, or cut off, is left out whole. */
export function unitsOf(arms: readonly ArmResult[]): readonly UnitArms[] {
  const units = new Map<string, ArmResult[]>();
  for (const arm of arms) {
    const key = `${arm.launch}/${arm.unit}`;
    units.set(key, [...(units.get(key) ?? []), arm]);
  }
  const whole = Math.max(0, ...[...units.values()].map((unit) => unit.length));
  return [...units.values()].filter(
    (unit) => unit.length === whole && unit.every(({ validity }) => validity.state === 'valid'),
  );
}

export function unitValue(unit: UnitArms, name: MetricName, load: Load): UnitValue {
  const baseline = sideValue(unit, 'baseline', name, load);
  const candidate = sideValue(unit, 'candidate', name, load);
  return baseline === null || candidate === null ? null : { baseline, candidate };
}

function sideValue(unit: UnitArms, side: Side, name: MetricName, load: Load): number | null {
  const arms = unit.filter((arm) => arm.side === side);
  const taken = metric(name).quantile;
  if (taken) {
    const values = sortedNumbers(arms.flatMap((arm) => armSeries(arm, load, taken.of)));
    return values.length === 0 ? null : quantile(values, taken.p);
  }
  const source = scalarSources[name as ScalarName];
  if (source.absence(unit) !== null) return null;
  const values = arms.flatMap((arm) => source.value(arm, load) ?? []);
  return values.length === 0 ? null : mean(values);
}
