/** A ratio in words, with its interval; never words of a gain where none is proven. */
import { formatNumber } from './format.ts';

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

/** Commas, and `and` before the last. */
export function listWords(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
