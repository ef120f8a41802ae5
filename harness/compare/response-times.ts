import type { ArmResult, Side } from '../record/arm-result.ts';

/** Response times of both sides over all valid arms in ms, sorted; the start of each arm is cut. */
export function responseTimes(
  arms: readonly ArmResult[],
  cutMs: number,
): Readonly<Record<Side, readonly number[]>> {
  const of = (side: Side) =>
    arms
      .filter((arm) => arm.side === side && arm.validity.state === 'valid')
      .flatMap((arm) => arm.load.operations)
      .filter(({ plannedUs }) => plannedUs >= cutMs * 1000)
      .map(({ responseUs, outcome }) => (outcome === 'completed' ? responseUs / 1000 : Infinity))
      .sort((a, b) => a - b);
  return { baseline: of('baseline'), candidate: of('candidate') };
}
