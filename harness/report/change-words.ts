/** A ratio in words, with its interval; never words of a gain where none is proven. */
import type { MeasuredMetric } from '../record/run.ts';
import { formatNumber, formatRatio } from './format.ts';

interface Ratio {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}

/** `31 times less [25, 38]` or `1.4 times more [1.2, 1.6]`; for a ratio whose direction is proven. */
export function timesWords({ value, lo, hi }: Ratio): string {
  if (!(value > 0)) return 'nothing is left of it';
  const less = value < 1;
  const [times, from, to] = less ? [1 / value, 1 / hi, 1 / lo] : [value, lo, hi];
  return `${formatNumber(times)} times ${less ? 'less' : 'more'}${limits(from, to)}`;
}

function limits(lo: number, hi: number): string {
  if (lo === hi) return ' exactly';
  return ` [${formatNumber(lo)}, ${hi === Infinity ? 'no limit' : formatNumber(hi)}]`;
}

/** What a comparison found of one metric: `3 times less [2.5, 3.6]`, `0.97 [0.9, 1.04], which may be chance`. */
export function changeWords({ ratio, verdict, reason }: MeasuredMetric): string {
  switch (verdict) {
    case 'faster':
    case 'slower':
      return ratio
        ? timesWords(ratio)
        : `${verdict === 'faster' ? 'better' : 'worse'}, without a ratio`;
    case 'same':
      return ratio ? `the same, ratio ${formatRatio(ratio)}` : 'the same';
    case 'unsure':
      return ratio ? `ratio ${formatRatio(ratio)}, which may be chance` : 'it may be chance';
    case 'not judged':
      return reason === undefined ? 'not judged' : `not judged (${reason})`;
  }
}

/** Commas, and `and` before the last. */
export function listWords(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
