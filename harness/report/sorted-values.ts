/** Sorted durations of both sides, and what charts say of them. */
import type { Side } from '../record/arm-result.ts';
import { quantile } from '../stats/quantile.ts';
import { formatNumber } from './format.ts';

/** In milliseconds, smallest first; `Infinity` is what failed. */
export type SortedValues = Readonly<Record<Side, readonly number[]>>;

/** NaN of no values. */
export const valueAt = (sorted: readonly number[], p: number): number =>
  sorted.length === 0 ? Number.NaN : quantile(sorted, p);

/** `1.24 s`, `31 ms`, `never` for what failed, `–` for nothing. */
export function milliseconds(ms: number): string {
  if (ms === Infinity) return 'never';
  if (!Number.isFinite(ms)) return '–';
  return ms >= 1000 ? `${formatNumber(ms / 1000)} s` : `${formatNumber(ms)} ms`;
}

/** `99.9 %`: all the nines there are. */
export const percentWords = (p: number): string => `${Number((p * 100).toFixed(4))} %`;
