/**
 * Ways from nothing to all fixes, one fix a step. What a fix gives on average over all orders is its
 * Shapley value; each order comes with its reverse, which takes much of the chance out (antithetic
 * sampling: Mitchell, Cooper, Frank and Holmes, JMLR 23, 2022).
 */
import { shuffled } from '../load/random.ts';
import { type Mix, noFixes, withFix } from './mix.ts';

export interface PathStep {
  readonly path: number;
  /** Which fix the step switches on. */
  readonly fix: number;
  readonly from: Mix;
  readonly to: Mix;
}

/** `count` paths; an even number, for each has its reverse. */
export function planPaths(
  fixes: number,
  count: number,
  random: () => number,
): readonly (readonly PathStep[])[] {
  const inOrder = Array.from({ length: fixes }, (_, fix) => fix);
  return Array.from({ length: count / 2 }, () => shuffled(inOrder, random)).flatMap(
    (order, pair) => [stepsOf(order, 2 * pair), stepsOf([...order].reverse(), 2 * pair + 1)],
  );
}

function stepsOf(order: readonly number[], path: number): readonly PathStep[] {
  let from: Mix = noFixes;
  return order.map((fix) => {
    const step = { path, fix, from, to: withFix(from, fix) };
    from = step.to;
    return step;
  });
}
