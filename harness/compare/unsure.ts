/** What can be said where neither a difference nor sameness is proven. */
import type { Interval } from '../stats/interval.ts';

/** More than this many times as much is no advice. */
const most = 20;

/**
 * The smallest effects that are excluded, and how many times as many units would decide it if the
 * ratio stays what it is: intervals narrow by the root of their number. `margin` as in `verdictOf`.
 */
export function unsureWords(
  { value, lo, hi }: Interval & { readonly value: number },
  margin: number,
): string {
  const excluded = `a change below ${percent(lo)} or above ${percent(hi)} is excluded`;
  const halfWidth = Math.log(hi / lo) / 2;
  const distance = Math.abs(Math.log(value));
  // Either the interval leaves 1 behind, or it comes to lie within the margin.
  const room = Math.max(distance, Math.log(1 + margin) - distance);
  const times = Math.max(1.5, (halfWidth / room) ** 2);
  if (times > most) return `${excluded}; measuring longer would hardly settle it`;
  return `${excluded}; about ${times.toFixed(1)} times as many units would settle it`;
}

function percent(ratio: number): string {
  const change = 100 * (ratio - 1);
  return `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(1)} %`;
}
