/** From the events of an attribution to what each of its comparisons says. */
import { collectSamples } from '../compare/collect-samples.ts';
import { logRatio, pairUnits, type Unit } from '../compare/unit-pairs.ts';
import { scenarioValidity } from '../compare/validity.ts';
import type { Load } from '../config/scenario.ts';
import type { ArmResult } from '../record/arm-result.ts';
import type { MetricName } from '../record/metric.ts';
import type { RunEvent } from '../run/events.ts';
import { mean } from '../stats/t-interval.ts';
import type { Contrast } from './effects.ts';

/** A metric's contrast in a comparison, or why there is none. */
export type MeasuredContrast = Contrast | { readonly missing: string };

/** What came of one comparison. */
export interface MeasuredComparison {
  readonly load: Load;
  readonly arms: readonly ArmResult[];
  /** Why it may not be used; empty when it may. */
  readonly faults: readonly string[];
}

/** By name; a comparison that was begun again counts from there. */
export function comparisonsIn(
  events: readonly RunEvent[],
): ReadonlyMap<string, MeasuredComparison> {
  const begun = new Map<string, Begun>();
  let current: RunEvent[] = [];
  for (const event of events) {
    current.push(event);
    if (event.kind !== 'comparing') continue;
    current = [];
    begun.set(event.scenario, { load: event.load, events: current });
  }
  return new Map([...begun].map(([name, own]) => [name, measuredComparison(own)]));
}

interface Begun {
  readonly load: Load;
  readonly events: readonly RunEvent[];
}

function measuredComparison({ load, events }: Begun): MeasuredComparison {
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
  return { load, arms, faults: reasons };
}

/** In natural logarithms. */
export function contrastOf(
  { arms, load }: MeasuredComparison,
  metric: MetricName,
): MeasuredContrast {
  const samples = collectSamples({ scenario: '', arms }, load, [metric]);
  const [baseline, candidate] = samples;
  if (!baseline || !candidate) return { missing: 'it grows, and has no ratio' };
  const missing = baseline.missing ?? candidate.missing;
  if (missing !== null) return { missing };
  const units = pairUnits(baseline.arms, candidate.arms);
  if (units.length === 0) return { missing: 'no unit with a valid arm of both sides' };
  const logRatios = units.map(logRatio);
  if (!logRatios.every(Number.isFinite)) return { missing: 'a side is 0, or failures reach it' };
  return {
    logRatios,
    from: meanLog(units, ({ baseline: value }) => value),
    to: meanLog(units, ({ candidate: value }) => value),
  };
}

const meanLog = (units: readonly Unit[], of: (pair: Unit[number]) => number): number =>
  mean(units.flat().map((pair) => Math.log(of(pair))));
