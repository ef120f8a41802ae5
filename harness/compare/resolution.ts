/** Below what a metric cannot be told from nothing. */
import type { MetricName } from '../record/metric.ts';

/** Of blocks that are shorter, the probe's timer sees less than half, and it comes up to 2 ms late by itself. */
const lagResolutionMs = 10;

/** In the unit of the metric; null where the metric is as fine as its numbers. */
export const resolutionOf = (metric: MetricName): number | null =>
  metric.startsWith('loop.lag.') ? lagResolutionMs : null;

/** True when all that can be said of the value is that it is smaller than the resolution. */
export function belowResolution(metric: MetricName, value: number): boolean {
  const resolution = resolutionOf(metric);
  return resolution !== null && value < resolution;
}
