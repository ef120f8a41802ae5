import { formatNumber } from '../report/format.ts';
import type { Figure } from './bench-result.ts';

/** A time in ms, in the unit that reads best: `3.1 ns`, `42 us`, `1.24 ms`, `2.5 s`. */
export function formatCost(ms: number): string {
  if (ms >= 1000) return `${formatNumber(ms / 1000)} s`;
  if (ms >= 1) return `${formatNumber(ms)} ms`;
  if (ms >= 0.001) return `${formatNumber(ms * 1e3)} us`;
  return `${formatNumber(ms * 1e6)} ns`;
}

/** Two digits of what is below a thousandth, for work that is not done at all. */
export function formatRatio(ratio: number): string {
  if (ratio >= 0.001 || ratio <= 0) return formatNumber(ratio);
  return ratio.toFixed(Math.min(9, Math.ceil(-Math.log10(ratio)) + 1));
}

/** `0.31 [0.29, 0.33]`. */
export const formatFigure = (
  { value, lo, hi }: Figure,
  format: (value: number) => string,
): string => `${format(value)} [${format(lo)}, ${format(hi)}]`;
