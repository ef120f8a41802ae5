/** One fix switched on while all others stay as they are: a comparison of a single launch. */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Interval } from '../stats/interval.ts';
import { mean, tInterval } from '../stats/t-interval.ts';
import { type Contrast, confidence, type Effect, type StandardError } from './effects.ts';

export interface CrossCheck {
  /** log(on ÷ off) with its 95 % interval. */
  readonly own: Effect;
  /** So wide that with 95 % all the cross-checks of a metric hold (Bonferroni). */
  readonly amongAll: Interval;
}

/** `comparison`: how far it may be off beyond what its units show. Null of one unit. */
export function crossCheck(
  { logRatios }: Contrast,
  comparison: StandardError,
  fixes: number,
): CrossCheck | null {
  const value = mean(logRatios);
  const at = (level: number): Interval | null => {
    const limits = tInterval(logRatios, level);
    if (!limits) return null;
    const reach = Math.hypot(limits.hi - value, beyondUnits(comparison, level));
    return { lo: value - reach, hi: value + reach };
  };
  const own = at(confidence);
  const amongAll = at(1 - (1 - confidence) / (2 * fixes));
  return own && amongAll && { own: { value, ...own }, amongAll };
}

const beyondUnits = ({ error, freedom }: StandardError, level: number): number =>
  error === 0 ? 0 : tQuantile((1 + level) / 2, freedom) * error;
