/** All that is known of one attribution. */
import type { Load } from '../config/scenario.ts';
import type { AskedAttribution, Recording } from '../record/recording.ts';
import { comparisonsIn, type MeasuredComparison } from './measured-contrasts.ts';
import { type AttributionPlan, planAttribution } from './plan-attribution.ts';

export interface Measurements {
  readonly asked: AskedAttribution;
  readonly load: Load;
  readonly plan: AttributionPlan;
  /** By name. */
  readonly comparisons: ReadonlyMap<string, MeasuredComparison>;
}

/** Null for a recording that is no attribution. */
export function measurementsOf({ header, events }: Recording): Measurements | null {
  const { attribution: asked, scenarios } = header;
  const [scenario] = scenarios;
  if (!asked || !scenario) return null;
  return {
    asked,
    load: scenario.load,
    plan: planAttribution(asked),
    comparisons: comparisonsIn(events),
  };
}
