/** What kind of fix it is: its average gain beside what it gives alone, and what leaving it out costs. */
import type { FixClass } from '../record/attribution.ts';
import { type Better, type MetricName, metric } from '../record/metric.ts';
import type { Interval } from '../stats/interval.ts';

/** Log ratios, on against off. */
export interface Measured {
  readonly effect: Interval;
  /** With no other fix on; null where it was not measured. */
  readonly alone: Interval | null;
  /** With all others on. */
  readonly without: Interval | null;
  /** Is the average told from chance among all fixes, after the second stage? Only then it is harmful by itself. */
  readonly isProven: boolean;
}

export function classify(
  name: MetricName,
  { effect, alone, without, isProven }: Measured,
): FixClass {
  const { better } = metric(name);
  if (better === 'none') return 'not classed';
  const gain = gainOf(effect, better);
  if (isCost(gain) && isProven) return 'harmful';
  if (alone && without) return crossChecked(gain, gainOf(alone, better), gainOf(without, better));
  return isNothing(gain) ? 'no effect found' : 'not classed';
}

/** Gains on average, with no other fix on, and with all others on. */
function crossChecked(gain: Interval, first: Interval, last: Interval): FixClass {
  if (isCost(last) || (isCost(gain) && isCost(first))) return 'harmful';
  if (last.lo > first.hi) return 'masked';
  if (last.lo <= 0 && first.lo > last.hi) return 'redundant';
  if (gain.lo <= 0) return 'no effect found';
  return 'works alone';
}

/** Positive is better. */
const gainOf = ({ lo, hi }: Interval, better: Better): Interval =>
  better === 'lower' ? { lo: -hi, hi: -lo } : { lo, hi };

const isCost = ({ hi }: Interval): boolean => hi < 0;

const isNothing = ({ lo, hi }: Interval): boolean => lo <= 0 && hi >= 0;
