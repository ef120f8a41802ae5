/** What kind of fix it is: its average gain beside what it gives alone, and what leaving it out costs. */
import type { FixClass } from '../record/attribution.ts';
import { type Better, type MetricName, metric } from '../record/metric.ts';
import type { Interval } from '../stats/interval.ts';
import type { CrossCheck } from './cross-check.ts';

/** Log ratios, on against off. */
export interface Measured {
  readonly effect: Interval;
  /** With no other fix on; null where it was not measured. */
  readonly alone: CrossCheck | null;
  /** With all others on. */
  readonly without: CrossCheck | null;
  /** Is the average told from chance among all fixes, after the second stage? Only then it is harmful by itself. */
  readonly isProven: boolean;
}

/** Harm is told from chance among all fixes; the rest is by each fix's own intervals. */
export function classify(
  name: MetricName,
  { effect, alone, without, isProven }: Measured,
): FixClass {
  const { better } = metric(name);
  if (better === 'none') return 'not classed';
  const gain = gainOf(effect, better);
  if (isCost(gain) && isProven) return 'harmful';
  if (!alone || !without) return isNothing(gain) ? 'no effect found' : 'not classed';
  const costs = ({ amongAll }: CrossCheck) => isCost(gainOf(amongAll, better));
  if (costs(without) || (isCost(gain) && costs(alone))) return 'harmful';
  return crossChecked(gain, gainOf(alone.own, better), gainOf(without.own, better));
}

/** Gains on average, with no other fix on, and with all others on. */
function crossChecked(gain: Interval, first: Interval, last: Interval): FixClass {
  if (isGain(last) && last.lo > first.hi) return 'masked';
  if (isGain(first) && !isGain(last) && first.lo > last.hi) return 'redundant';
  if (isGain(first)) return 'works alone';
  return [gain, first, last].every(isNothing) ? 'no effect found' : 'not classed';
}

/** Positive is better. */
const gainOf = ({ lo, hi }: Interval, better: Better): Interval =>
  better === 'lower' ? { lo: -hi, hi: -lo } : { lo, hi };

const isGain = ({ lo }: Interval): boolean => lo > 0;

const isCost = ({ hi }: Interval): boolean => hi < 0;

const isNothing = ({ lo, hi }: Interval): boolean => lo <= 0 && hi >= 0;
