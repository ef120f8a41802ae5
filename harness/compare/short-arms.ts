/** Are the arms long enough for what they hold? If not, response times say how long the arm was, too. */
import type { Load } from '../config/scenario.ts';
import type { ArmResult } from '../record/arm-result.ts';
import { sortedNumbers } from '../stats/quantile.ts';
import { quantileInterval } from '../stats/quantile-interval.ts';
import { isValid } from './side-load.ts';

const confidence = 0.95;
/** An arm lasts so many times the P95 at least (the design's rule 3). */
const leastResponses = 3;
const unsettled = 'its queue has not settled';

/**
 * A sentence for each side whose P95 of the response time is proven to be more than a third of an arm: a
 * queue builds up for as long as its operations take, so most of the arm saw it grow. Short arms are for
 * versions that are nearly equal, and bursts are to pile up: they have none.
 */
export function shortArms(
  scenario: string,
  load: Load,
  arms: readonly ArmResult[],
): readonly string[] {
  if (load.kind === 'episode' || load.unit === 'quad') return [];
  return (['baseline', 'candidate'] as const).flatMap((side) => {
    const own = arms.filter((arm) => arm.side === side && isValid(arm));
    const times = own.flatMap((arm) =>
      arm.load.operations.map(({ responseUs }) => responseUs / 1000),
    );
    const p95 = quantileInterval(sortedNumbers(times), 0.95, confidence);
    if (p95 === null || load.armMs >= leastResponses * p95.lo) return [];
    return [
      `${scenario}: the arms are short for the ${side} on this machine: its P95 is ${seconds(p95.lo)} s or more, and an arm of ${seconds(load.armMs)} s is not ${leastResponses} times as long; at this rate ${unsettled}, and in longer arms it may take longer`,
    ];
  });
}

/** Whether a warning of a run is one of these sentences. */
export const saysUnsettled = (warning: string): boolean => warning.includes(unsettled);

const seconds = (ms: number): number => Number((ms / 1000).toPrecision(3));
