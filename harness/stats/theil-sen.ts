/** The slope of a line through noisy points, of which some lie far off. */
import type { Interval } from './interval.ts';
import { quantile, sortedNumbers } from './quantile.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Slope extends Interval {
  readonly value: number;
}

/**
 * Median of the slopes between any two points (Theil 1950) with the interval of Sen (Journal of the
 * American Statistical Association 63, 1968), exact for few points: the number of slopes below the true
 * one has Kendall's distribution, whatever the errors are, as long as they are independent. Slopes are
 * taken within each series, and counted over all (Hirsch, Slack and Smith, Water Resources Research 18,
 * 1982). Each series ascends in `x`. Null when the points are too few for the confidence.
 */
export function slopeInterval(
  series: readonly (readonly Point[])[],
  confidence = 0.95,
): Slope | null {
  const slopes = sortedNumbers(series.flatMap(slopesWithin));
  const outside = slopesOutside(
    series.map(({ length }) => length),
    (1 - confidence) / 2,
  );
  const lo = slopes[outside];
  const hi = slopes[slopes.length - 1 - outside];
  if (outside < 0 || lo === undefined || hi === undefined) return null;
  return { value: quantile(slopes, 0.5), lo, hi };
}

function slopesWithin(points: readonly Point[]): number[] {
  return points.flatMap((later, index) =>
    points.slice(0, index).map(({ x, y }) => (later.y - y) / (later.x - x)),
  );
}

/** How many slopes lie outside the interval at either end; -1 when not even all of them would do. */
function slopesOutside(sizes: readonly number[], tail: number): number {
  let sum = 0;
  return (
    discordantPairs(sizes).findIndex((probability) => {
      sum += probability;
      return sum > tail;
    }) - 1
  );
}

/**
 * Probability of 0, 1, 2, ... pairs in the wrong order, over series in random order: the place of a
 * point among the `n` before it is one of `n + 1`, each as likely as the others.
 */
function discordantPairs(sizes: readonly number[]): readonly number[] {
  let chances: readonly number[] = [1];
  for (const size of sizes) {
    for (let before = 1; before < size; before += 1) chances = addUniform(chances, before);
  }
  return chances;
}

function addUniform(chances: readonly number[], most: number): readonly number[] {
  let inReach = 0;
  return Array.from({ length: chances.length + most }, (_, sum) => {
    inReach += (chances[sum] ?? 0) - (chances[sum - most - 1] ?? 0);
    return inReach / (most + 1);
  });
}
