/** Below what a metric cannot be told from nothing. */
import type { MetricName } from '../record/metric.ts';

/** The probe's timer ticks every 10 ms: a shorter wait for the event loop can fall between ticks. */
const lagResolutionMs = 10;

/** In the unit of the metric; null where the metric is as fine as its numbers. */
export const resolutionOf = (metric: MetricName): number | null =>
  metric.startsWith('loop.lag.') ? lagResolutionMs : null;

/** True when all that can be said of the value is that it is smaller than the resolution. */
export function belowResolution(metric: MetricName, value: number): boolean {
  const resolution = resolutionOf(metric);
  return resolution !== null && value < resolution;
}
