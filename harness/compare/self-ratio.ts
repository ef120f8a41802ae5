/** The noise of a run: each side compared with itself, arm against arm. */

import { typicalRatio } from '../stats/noise.ts';
import type { ArmValue, Sample } from './comparison.ts';

/**
 * By metric: the factor by which an arm and the next one of the same side typically differ. Within
 * the unit where it has two arms a side (A1 A2, B1 B2), else between neighbouring units of a launch;
 * those also differ by their work, so the figure errs on the large side. Metrics that are neither
 * latencies nor processor time are left out, and so are those without a ratio.
 */
export function noiseOf(samples: readonly Sample[]): Readonly<Record<string, number>> {
  const names = [...new Set(samples.map(({ metric }) => metric))].filter(isNoisy);
  return Object.fromEntries(
    names.flatMap((name): [string, number][] => {
      const own = samples.filter(({ metric }) => metric === name);
      const ratio = typicalRatio(own.flatMap(({ arms }) => selfPairs(arms)));
      return ratio === null ? [] : [[name, ratio]];
    }),
  );
}

const isNoisy = (name: string): boolean => /\.p\d+$|^cpu\.|^loop\.msPerOperation$/.test(name);

/** The values of neighbouring arms of one side. */
function selfPairs(arms: readonly ArmValue[]): readonly (readonly [number, number])[] {
  const neighbours = arms.slice(1).map((second, index) => ({ first: arms[index], second }));
  const inLaunch = neighbours.flatMap(({ first, second }) =>
    first?.launch === second.launch ? [{ first, second }] : [],
  );
  const inUnit = inLaunch.filter(({ first, second }) => first.unit === second.unit);
  const pairs = inUnit.length > 0 ? inUnit : inLaunch;
  return pairs.map(({ first, second }) => [first.value, second.value]);
}
