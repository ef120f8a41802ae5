/** What comes out the same in every count pass of a side is no sample: it is compared exactly. */

import type { Side } from '../record/arm-result.ts';
import type { MetricName } from '../record/metric.ts';
import type { CountedName, LaunchCounts } from '../run/events.ts';

/** One launch could agree with itself by chance of timing. */
const fewestLaunches = 2;
/** Sums over the same operations, divided by their number. */
const rounding = 1e-9;

/** The counts of both sides an operation; null where launches disagree, or too few counted. */
export function exactCounts(
  counts: readonly LaunchCounts[],
  metric: MetricName,
): Readonly<Record<Side, number>> | null {
  const baseline = exactCount(counts, 'baseline', metric);
  const candidate = exactCount(counts, 'candidate', metric);
  return baseline === null || candidate === null ? null : { baseline, candidate };
}

/** The same of one side. */
export function exactCount(
  counts: readonly LaunchCounts[],
  side: Side,
  metric: MetricName,
): number | null {
  if (counts.length < fewestLaunches) return null;
  const values = counts.map((launch) => launch[side]?.[metric as CountedName] ?? null);
  const [first = null] = values;
  if (first === null) return null;
  return values.every((value) => value !== null && Math.abs(value - first) < rounding)
    ? first
    : null;
}
