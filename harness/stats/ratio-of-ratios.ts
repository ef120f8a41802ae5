/** Two ratios to the same thing, divided by each other. */
import type { Interval } from './interval.ts';

export interface EstimatedRatio extends Interval {
  readonly value: number;
}

/**
 * `second / first`, with its interval from theirs, on the scale of logarithms. With d the difference
 * of the logarithms, l and u their limits:
 *
 *     lo = d - sqrt((d2 - l2)^2 + (u1 - d1)^2)      hi = d + sqrt((u2 - d2)^2 + (d1 - l1)^2)
 *
 * which keeps intervals that are wider to one side (Zou and Donner, Construction of confidence
 * limits about effect measures: a general approach, Statistics in Medicine 27, 2008). Assumes that
 * the two were estimated independently. Null where one of them reaches 0: that has no logarithm.
 */
export function ratioOfRatios(
  first: EstimatedRatio,
  second: EstimatedRatio,
): EstimatedRatio | null {
  const limits = [first.lo, first.value, first.hi, second.lo, second.value, second.hi];
  if (!limits.every((limit) => limit > 0 && Number.isFinite(limit))) return null;
  const value = Math.log(second.value / first.value);
  const below = Math.hypot(reach(second.lo, second.value), reach(first.value, first.hi));
  const above = Math.hypot(reach(second.value, second.hi), reach(first.lo, first.value));
  return {
    value: Math.exp(value),
    lo: Math.exp(value - below),
    hi: Math.exp(value + above),
  };
}

/** Rounding must not turn a limit to the other side of its value. */
const reach = (from: number, to: number): number => Math.max(0, Math.log(to / from));
