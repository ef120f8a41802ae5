/** How late the generator sent what it sent: the lag that speaks against it. */
import { build } from 'hdr-histogram-js';
import { quantile } from '../stats/quantile.ts';
import { Histogram } from './histogram.ts';

/** setTimeout knows whole milliseconds, and the machine has other work: so much is no fault. */
export const sendLagFloorMs = 5;

/** Fewer have no P99 to speak of: 0.99^368 is below 2.5 %. */
export const enoughForP99 = 368;

/** Of fewer, one stall of the machine makes a hundredth late: only a tenth speaks of the generator. */
export const judgedQuantile = (count: number): number => (count < enoughForP99 ? 0.9 : 0.99);

/**
 * The judged quantile of send lags in ms. One late sending alone is chance: it is the second largest
 * at most, 0 when there is none.
 */
export function lateMsOf(lagsMs: readonly number[]): number {
  const sorted = lagsMs.toSorted((a, b) => a - b);
  const second = sorted.at(-2);
  return second === undefined
    ? 0
    : Math.min(second, quantile(sorted, judgedQuantile(sorted.length)));
}

/** The same of a histogram. */
export function lateMsIn(lags: Histogram): number {
  const { count } = lags;
  if (count < 2) return 0;
  return lags.percentileUs(Math.min((count - 1) / count, judgedQuantile(count))) / 1000;
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
