/** Does the ratio change while it is measured? Then it is no one figure. */
import { trendPValue } from '../stats/trend.ts';

/** `logs` of the ratio of the median response, in the order of the units; in words, if at all. */
export function driftReasons(logs: readonly number[], level: number): readonly string[] {
  const p = trendPValue(logs);
  if (p >= level) return [];
  return [
    `the ratio of the median response drifts over the run (p = ${p.toPrecision(2)}): one side was still warming up, leaks or slows down; measure longer`,
  ];
}
