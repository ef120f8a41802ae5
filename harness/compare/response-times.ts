import type { ArmResult, OperationRecord, Side } from '../record/arm-result.ts';
import { sortedNumbers } from '../stats/quantile.ts';

type Duration = 'responseUs' | 'serviceUs';

/**
 * Times of both sides over all valid arms in ms, sorted; the start of each arm is cut. What failed
 * counts as endless.
 */
export function responseTimes(
  arms: readonly ArmResult[],
  cutMs: number,
  duration: Duration = 'responseUs',
): Readonly<Record<Side, readonly number[]>> {
  const of = (side: Side) =>
    sortedNumbers(
      arms
        .filter((arm) => arm.side === side && arm.validity.state === 'valid')
        .flatMap((arm) => armTimes(arm, cutMs, duration)),
    );
  return { baseline: of('baseline'), candidate: of('candidate') };
}

/** Those of one arm, in the order they came. */
export const armTimes = (
  { load }: ArmResult,
  cutMs: number,
  duration: Duration = 'responseUs',
): readonly number[] =>
  load.operations
    .filter(({ plannedUs }) => plannedUs >= cutMs * 1000)
    .map((operation) => timeOf(operation, duration));

const timeOf = (operation: OperationRecord, duration: Duration): number =>
  operation.outcome === 'completed' ? operation[duration] / 1000 : Infinity;
