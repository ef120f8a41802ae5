/** All that is known of one attribution. */
import type { AskedAttribution, Recording } from '../record/recording.ts';
import { comparisonsIn, type MeasuredComparison } from './measured-contrasts.ts';
import { type AttributionPlan, type MixComparison, planAttribution } from './plan-attribution.ts';

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

/** What was measured under this name, if it is what the plan means by it. */
export function measuredAs(
  { plan, comparisons }: Measurements,
  name: string,
): MeasuredComparison | undefined {
  const measured = comparisons.get(name);
  const planned = plan.comparisons.find((each) => each.name === name);
  const isOther = planned && (measured?.from !== planned.from || measured.to !== planned.to);
  return isOther ? undefined : measured;
}

export const isMeasured = (of: Measurements, { name }: MixComparison): boolean =>
  measuredAs(of, name)?.faults.length === 0;
