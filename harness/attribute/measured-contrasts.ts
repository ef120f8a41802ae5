/** From the events of an attribution to what each of its comparisons says. */
import { collectSamples } from '../compare/collect-samples.ts';
import type { Sample } from '../compare/comparison.ts';
import { belowResolution } from '../compare/resolution.ts';
import { isValid } from '../compare/side-load.ts';
import { logRatio, pairUnits, type Unit } from '../compare/unit-pairs.ts';
import { scenarioValidity } from '../compare/validity.ts';
import type { Load } from '../config/scenario.ts';
import type { ArmResult } from '../record/arm-result.ts';
import { type MetricName, metric as metricOf } from '../record/metric.ts';
import type { RunEvent } from '../run/events.ts';
import { hasLogarithm } from '../stats/noise.ts';
import { mean } from '../stats/t-interval.ts';
import type { Contrast } from './effects.ts';
import type { Mix } from './mix.ts';

/** A metric's contrast in a comparison, or why there is none. */
export type MeasuredContrast = Contrast | { readonly missing: string };

/** What came of one comparison. */
export interface MeasuredComparison {
  readonly from: Mix;
  readonly to: Mix;
  readonly load: Load;
  readonly arms: readonly ArmResult[];
  /** Why it may not be used; empty when it may. */
  readonly faults: readonly string[];
}

/** A comparison's events, the one that says what is compared first. */
type Attempt = readonly [Comparing, ...RunEvent[]];
type Comparing = RunEvent & { readonly kind: 'comparing' };

/** A comparison that was begun again counts from there: of each name the last attempt. */
export function lastAttempts(events: readonly RunEvent[]): readonly Attempt[] {
  const byName = new Map<string, [Comparing, ...RunEvent[]]>();
  let current: RunEvent[] = [];
  for (const event of events) {
    if (event.kind === 'comparing') {
      const attempt: [Comparing, ...RunEvent[]] = [event];
      byName.set(event.scenario, attempt);
      current = attempt;
    } else {
      current.push(event);
    }
  }
  return [...byName.values()];
}

/** By name. */
export const comparisonsIn = (
  events: readonly RunEvent[],
): ReadonlyMap<string, MeasuredComparison> =>
  new Map(
    lastAttempts(events).map((attempt) => [attempt[0].scenario, measuredComparison(attempt)]),
  );

function measuredComparison([{ load, from, to }, ...events]: Attempt): MeasuredComparison {
  const arms = events.flatMap((event) => (event.kind === 'arm' ? [event.arm] : []));
  const launching = events.filter(({ kind }) => kind === 'launching').length;
  const launched = events.flatMap((event) => (event.kind === 'launched' ? [event] : []));
  const failures = events.flatMap((event) => (event.kind === 'failed' ? [event.failure] : []));
  const faults = failures.map(({ message }) => message.split('\n')[0] ?? 'it failed');
  if (faults.length === 0 && launched.length < Math.max(1, launching)) {
    faults.push('it was cut off: go on with it');
  }
  const { reasons } = scenarioValidity(
    arms,
    launched.map(({ sameWork }) => sameWork),
    faults,
  );
  if (reasons.length > 0 || hasUnit(arms)) return { from, to, load, arms, faults: reasons };
  return { from, to, load, arms, faults: ['no unit with a valid arm of both sides'] };
}

/** Without one it has no contrast by any metric, and is to be measured again. */
function hasUnit(arms: readonly ArmResult[]): boolean {
  const armsOf = (side: ArmResult['side']) =>
    arms
      .filter((arm) => arm.side === side && isValid(arm))
      .map(({ launch, unit, seed }) => ({ launch, unit, seed, value: 1 }));
  return pairUnits(armsOf('baseline'), armsOf('candidate')).length > 0;
}

/** In natural logarithms. */
export function contrastOf(
  { arms, load }: MeasuredComparison,
  metric: MetricName,
): MeasuredContrast {
  const samples = collectSamples({ scenario: '', arms }, load, [metric]);
  const [baseline, candidate] = samples;
  if (!baseline || !candidate) return { missing: 'it grows, and has no ratio' };
  const missing =
    baseline.missing ?? candidate.missing ?? notInside(baseline) ?? notInside(candidate);
  if (missing !== null) return { missing };
  const units = pairUnits(baseline.arms, candidate.arms);
  if (units.length === 0) return { missing: 'no unit with a valid arm of both sides' };
  const values = units.flat().flatMap((pair) => [pair.baseline, pair.candidate]);
  if (!values.every((value) => hasLogarithm(value) && !belowResolution(metric, value))) {
    return { missing: 'a side is 0 or less, below the resolution, or failures reach it' };
  }
  return {
    logRatios: units.map(logRatio),
    from: meanLog(units, ({ baseline: value }) => value),
    to: meanLog(units, ({ candidate: value }) => value),
  };
}

/** Where fewer than one arm in two has a value above a percentile, an arm's is merely its largest value. */
function notInside({ metric: name, arms, operations }: Sample): string | null {
  const p = metricOf(name).quantile?.p;
  if (p === undefined || p === 1) return null;
  const values = operations / arms.length;
  if (values * (1 - p) >= 0.5 - 1e-9) return null;
  return `an arm has ${Math.floor(values)} values of a side, too few for this percentile: give longer arms (--duration) or another --metric`;
}

const meanLog = (units: readonly Unit[], of: (pair: Unit[number]) => number): number =>
  mean(units.flat().map((pair) => Math.log(of(pair))));
