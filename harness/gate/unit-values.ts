/** What each unit says of a metric: one value a side, from both of its arms together. */
import { armSeries } from '../compare/arm-series.ts';
import { type ScalarName, scalarSources } from '../compare/arm-value.ts';
import type { Load } from '../config/scenario.ts';
import type { ArmResult, OperationRecord, Side } from '../record/arm-result.ts';
import { type MetricName, metric } from '../record/metric.ts';
import { quantile, sortedNumbers } from '../stats/quantile.ts';
import { mean } from '../stats/t-interval.ts';

/** `Infinity` where failures reach it, null where the unit has none. */
export type UnitValue = Readonly<Record<Side, number>> | null;

/** A unit as the gate judges it. */
export interface GateUnit {
  readonly launch: number;
  /** Operations whose times count. */
  readonly operations: Readonly<Record<Side, number>>;
  readonly values: Readonly<Partial<Record<MetricName, UnitValue>>>;
  /** The median response of what was planned in the first and in the second half of its arms. */
  readonly early: UnitValue;
  readonly late: UnitValue;
}

/**
 * Units in the order they were measured, with these metrics; one with an invalid arm, or cut off, is
 * left out whole.
 */
export function unitsOf(
  arms: readonly ArmResult[],
  load: Load,
  metrics: readonly MetricName[],
): readonly GateUnit[] {
  return wholeUnits(arms).map((unit): GateUnit => {
    const middleUs = load.kind === 'open' ? ((load.cutMs + load.armMs) / 2) * 1000 : 0;
    return {
      launch: unit[0]?.launch ?? 0,
      operations: {
        baseline: countedOf(unit, 'baseline', load),
        candidate: countedOf(unit, 'candidate', load),
      },
      values: Object.fromEntries(metrics.map((name) => [name, unitValue(unit, name, load)])),
      early: bothSides(unit, (arm) => medianOf(arm, load, ({ plannedUs }) => plannedUs < middleUs)),
      late: bothSides(unit, (arm) => medianOf(arm, load, ({ plannedUs }) => plannedUs >= middleUs)),
    };
  });
}

function wholeUnits(arms: readonly ArmResult[]): readonly (readonly ArmResult[])[] {
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

function unitValue(unit: readonly ArmResult[], name: MetricName, load: Load): UnitValue {
  const taken = metric(name).quantile;
  if (taken) {
    return bothSides(unit, (arms) =>
      quantileOf(
        arms.flatMap((arm) => armSeries(arm, load, taken.of)),
        taken.p,
      ),
    );
  }
  const source = scalarSources[name as ScalarName];
  if (source.absence(unit) !== null) return null;
  return bothSides(unit, (arms) => {
    const values = arms.flatMap((arm) => source.value(arm, load) ?? []);
    return values.length === 0 ? null : mean(values);
  });
}

const countedOf = (unit: readonly ArmResult[], side: Side, load: Load): number =>
  unit
    .filter((arm) => arm.side === side)
    .reduce((sum, arm) => sum + armSeries(arm, load, 'response').length, 0);

function bothSides(
  unit: readonly ArmResult[],
  value: (arms: readonly ArmResult[]) => number | null,
): UnitValue {
  const of = (side: Side) => value(unit.filter((arm) => arm.side === side));
  const [baseline, candidate] = [of('baseline'), of('candidate')];
  return baseline === null || candidate === null ? null : { baseline, candidate };
}

function medianOf(
  arms: readonly ArmResult[],
  load: Load,
  counts: (operation: OperationRecord) => boolean,
): number | null {
  const parts = arms.map((arm) => ({
    ...arm,
    load: { ...arm.load, operations: arm.load.operations.filter(counts) },
  }));
  return quantileOf(
    parts.flatMap((arm) => armSeries(arm, load, 'response')),
    0.5,
  );
}

const quantileOf = (values: readonly number[], p: number): number | null =>
  values.length === 0 ? null : quantile(sortedNumbers(values), p);
