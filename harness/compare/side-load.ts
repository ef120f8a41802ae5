/** How a side's operations ended, summed over its arms: numbers, and what failed in words. */
import { otherFailures } from '../load/client/arm-notes.ts';
import type { ArmResult, Counts, Side } from '../record/arm-result.ts';
import { oneLine } from '../record/one-line.ts';
import type { Failure } from '../record/run.ts';

/** Failures that are named, the most frequent first; the rest are only counted. */
const namedFailures = 5;

export const isValid = ({ validity }: ArmResult): boolean => validity.state === 'valid';

/**
 * The counts of a side, summed over the arms that were judged: its valid ones, and all of them where
 * none is valid.
 */
export function sumCounts(side: Side, arms: readonly ArmResult[]): Counts {
  const judged = judgedArms(side, arms);
  const total = (count: keyof Counts): number =>
    judged.reduce((sum, { load }) => sum + load.counts[count], 0);
  return {
    planned: total('planned'),
    completed: total('completed'),
    errored: total('errored'),
    timedOut: total('timedOut'),
    dropped: total('dropped'),
    unfinished: total('unfinished'),
  };
}

/**
 * What failed on a side, over the same arms as its counts, which the numbers add up to. A server has
 * a say in the messages: they come in one line, without control characters and cut to 200 signs.
 */
export function sumFailures(side: Side, arms: readonly ArmResult[]): Failure[] {
  const named = new Map<string, number>();
  for (const { message, count } of judgedArms(side, arms).flatMap(({ load }) => load.failures)) {
    if (message === otherFailures) continue;
    const words = oneLine(message);
    named.set(words, (named.get(words) ?? 0) + count);
  }
  const first = [...named]
    .map(([message, count]) => ({ message, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, namedFailures);
  const { planned, completed } = sumCounts(side, arms);
  const others = first.reduce((left, { count }) => left - count, planned - completed);
  return others > 0 ? [...first, { message: otherFailures, count: others }] : first;
}

function judgedArms(side: Side, arms: readonly ArmResult[]): readonly ArmResult[] {
  const own = arms.filter((arm) => arm.side === side);
  return own.some(isValid) ? own.filter(isValid) : own;
}
