/** How late the generator sent what it sent: the lag that speaks against it. */
import { build } from 'hdr-histogram-js';
import { quantile } from '../stats/quantile.ts';
import { Histogram } from './histogram.ts';

/** setTimeout knows whole milliseconds, and the machine has other work: so much is no fault. */
export const sendLagFloorMs = 5;

/** Fewer have no P99 to speak of. */
export const enoughForP99 = 100;

/**
 * P99 of send lags in ms. Of fewer than a hundred P99 is the largest, and one late sending alone is
 * chance: then it is the second largest, 0 when there is none.
 */
export function lateMsOf(lagsMs: readonly number[]): number {
  const sorted = lagsMs.toSorted((a, b) => a - b);
  return sorted.length < enoughForP99 ? (sorted.at(-2) ?? 0) : quantile(sorted, 0.99);
}

/** The same of a histogram. */
export function lateMsIn(lags: Histogram): number {
  const { count } = lags;
  if (count < 2) return 0;
  return lags.percentileUs(count < enoughForP99 ? (count - 1) / count : 0.99) / 1000;
}

/** The lags of one second, within 10 %: there is one for every second, so it must be small. */
export class LagHistogram extends Histogram {
  constructor() {
    super(build({ bitBucketSize: 32, numberOfSignificantValueDigits: 1 }));
  }

  /** See `lateMsOf`. */
  lateMs(): number {
    return lateMsIn(this);
  }
}
