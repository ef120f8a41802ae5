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
}

export function classify(name: MetricName, { effect, alone, without }: Measured): FixClass {
  const { better } = metric(name);
  if (better === 'none') return 'not classed';
  const gain = gainOf(effect, better);
  if (gain.hi < 0) return 'harmful';
  if (!alone || !without) return gain.lo > 0 ? 'not classed' : 'no effect found';
  const first = gainOf(alone, better);
  const last = gainOf(without, better);
  if (last.hi < 0) return 'harmful';
  if (last.lo > first.hi) return 'masked';
  if (last.lo <= 0 && first.lo > last.hi) return 'redundant';
  if (gain.lo <= 0) return 'no effect found';
  return 'works alone';
}

/** Positive is better. */
const gainOf = ({ lo, hi }: Interval, better: Better): Interval =>
  better === 'lower' ? { lo: -hi, hi: -lo } : { lo, hi };
