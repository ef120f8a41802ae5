/** A promise in percent or in times, and a ratio on ÷ off: the same in two ways of speaking. */
import type { Measure, Taken } from '../config/claim.ts';
import type { AttributedFix } from '../record/attribution.ts';
import { type MetricName, metric } from '../record/metric.ts';
import type { AskedAttribution } from '../record/recording.ts';
import type { Interval } from '../stats/interval.ts';

type Estimate = Interval & { readonly value: number };

/**
 * Percent that is gone, of what there was or of what is left; or how many times better, which is
 * times more where more is better.
 */
export function asPromised(ratio: Estimate, { as, metric: name }: Taken): Estimate {
  const turned = (of: (ratio: number) => number): Estimate => ({
    value: of(ratio.value),
    lo: of(ratio.hi),
    hi: of(ratio.lo),
  });
  if (as === 'reduction') return turned((each) => 100 * (1 - each));
  if (as === 'overhead') return turned((each) => 100 * (1 / each - 1));
  if (as === 'value' || metric(name).better === 'higher') return ratio;
  return turned((each) => 1 / each);
}

/** The ratio that was promised of this fix alone, by the first claim that is about it; or null. */
export function claimedRatio(
  { claims, scenario }: AskedAttribution,
  name: MetricName,
  fix: string,
): AttributedFix['claimed'] {
  const claim = claims.find(({ measure }) => isAboutFix(measure, scenario, name, fix));
  if (!claim || claim.measure.of === 'nothing') return null;
  const { lo, hi } = claim;
  if (claim.measure.as === 'reduction') return { lo: 1 - hi / 100, hi: 1 - lo / 100 };
  if (claim.measure.as === 'overhead') return { lo: 1 / (1 + hi / 100), hi: 1 / (1 + lo / 100) };
  return metric(name).better === 'higher' ? { lo, hi } : { lo: 1 / hi, hi: 1 / lo };
}

function isAboutFix(measure: Measure, scenario: string, name: MetricName, fix: string): boolean {
  if (measure.of !== 'attribution' || measure.scenario !== scenario) return false;
  const [only, another] = measure.fixes;
  return measure.metric === name && measure.as !== 'value' && only === fix && another === undefined;
}
