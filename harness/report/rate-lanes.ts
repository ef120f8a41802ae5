/** How many operations were asked for, done and failed, over time. */
import type { ArmResult, OperationRecord } from '../record/arm-result.ts';
import type { Clock, Moment } from './clock.ts';
import type { Lane } from './server-lanes.ts';

/** Narrower stretches would hold too few operations to be a rate. */
const mostStretches = 100;
const leastOperations = 4;

interface RateLanes {
  readonly achieved: Lane;
  readonly failed: Lane;
  readonly offered: (arm: ArmResult) => readonly Moment[];
}

export function rateLanes(clock: Clock): RateLanes {
  const arms = clock.slots.flatMap(({ arms: { baseline, candidate } }) =>
    [baseline, candidate].filter((arm) => arm !== undefined),
  );
  const operations = arms.reduce((sum, { load }) => sum + load.operations.length, 0) / 2;
  const stretches = Math.min(mostStretches, Math.max(1, Math.floor(operations / leastOperations)));
  const stretch = Math.max(0.05, clock.seconds / stretches);
  const rate =
    (at: (operation: OperationRecord) => number | null) =>
    (arm: ArmResult): readonly Moment[] =>
      ratesOf(arm, stretch, at);
  return {
    achieved: {
      title: 'operations completed (dashed: asked for)',
      unit: 'a second',
      of: rate((operation) => (operation.outcome === 'completed' ? endUs(operation) : null)),
      stands: 'middle',
    },
    failed: {
      title: 'operations failed',
      unit: 'a second',
      of: rate((operation) => (operation.outcome === 'completed' ? null : endUs(operation))),
      stands: 'largest',
    },
    offered: rate(({ plannedUs }) => plannedUs),
  };
}

const endUs = ({ plannedUs, responseUs }: OperationRecord): number => plannedUs + responseUs;

/** Equal stretches of about the wanted length in an arm, each at its middle. */
function ratesOf(
  { load }: ArmResult,
  wanted: number,
  at: (operation: OperationRecord) => number | null,
): readonly Moment[] {
  const seconds = (load.endedUs - load.startedUs) / 1e6;
  if (!(seconds > 0 && seconds < Infinity)) return [];
  const count = Math.max(1, Math.round(seconds / wanted));
  const stretch = seconds / count;
  const counts = new Array<number>(count).fill(0);
  for (const operation of load.operations) {
    const us = at(operation);
    if (us === null || !Number.isFinite(us)) continue;
    const index = Math.min(count - 1, Math.max(0, Math.floor(us / 1e6 / stretch)));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  // A single one has no line through middles: it is drawn over its whole width.
  if (count === 1) {
    const value = (counts[0] ?? 0) / seconds;
    return [0, seconds].map((at) => ({ seconds: at, value }));
  }
  return counts.map((each, index) => ({
    seconds: (index + 0.5) * stretch,
    value: each / stretch,
  }));
}
