/** Response times as HdrHistogram files, for its own plotters and for adding up with other runs. */
import { Histogram } from '../load/histogram.ts';
import type { ArmResult, Side } from '../record/arm-result.ts';

/** Files of the folder `hdr/` by name: a percentile table (`.hgrm`) for each scenario and side. */
export function histogramFiles(arms: readonly ArmResult[]): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const scenario of new Set(arms.map((arm) => arm.scenario))) {
    for (const side of ['baseline', 'candidate'] as const) {
      const values = responseTimesUs(arms, scenario, side);
      if (values.length === 0) continue;
      files[`${scenario}.${side}.response.hgrm`] = Histogram.of(values).toHgrm();
    }
  }
  return files;
}

/** Of every operation that was completed, the start of the arms included. */
function responseTimesUs(
  arms: readonly ArmResult[],
  scenario: string,
  side: Side,
): readonly number[] {
  return arms
    .filter((arm) => arm.scenario === scenario && arm.side === side)
    .flatMap((arm) => arm.load.operations)
    .filter(({ outcome }) => outcome === 'completed')
    .map(({ responseUs }) => responseUs);
}
