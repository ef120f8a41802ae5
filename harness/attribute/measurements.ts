/** All that is known of one attribution. */
import type { AskedAttribution, Recording } from '../record/recording.ts';
import { comparisonsIn, type MeasuredComparison } from './measured-contrasts.ts';
import { type AttributionPlan, planAttribution } from './plan-attribution.ts';

export interface Measurements {
  readonly asked: AskedAttribution;
  readonly plan: AttributionPlan;
  /** By name. */
  readonly comparisons: ReadonlyMap<string, MeasuredComparison>;
}

/** Null for a recording that is no attribution. */
export function measurementsOf({ header, events }: Recording): Measurements | null {
  const { attribution: asked } = header;
  if (!asked) return null;
  return { asked, plan: planAttribution(asked), comparisons: comparisonsIn(events) };
}
