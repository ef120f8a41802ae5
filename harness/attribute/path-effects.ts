/** From the steps of paths, each measured, to what fixes give: what the model misses is measured, too. */
import { mean, standardError, tInterval } from '../stats/t-interval.ts';
import { confidence, type Effects, type StandardError, withoutRounding } from './effects.ts';
import type { PathStep } from './paths.ts';
import type { Surface } from './surface.ts';

/** A step of a path with what was measured of it: log(to ÷ from), one value a unit. */
type MeasuredStep = Omit<PathStep, 'path'> & { readonly logRatios: readonly number[] };

/** A path, and the next is its reverse. */
export type MeasuredPath = readonly MeasuredStep[];

/**
 * Both stages: what the model misses is measured along each path, so that the values are unbiased
 * whatever the model is, and add up to the paths' own totals. The model as control variate of
 * permutation sampling: Witter et al., arXiv 2506.11849.
 */
export function pathEffects(
  paths: readonly MeasuredPath[],
  surface: Surface,
  modelled: readonly number[],
): Effects {
  const missedBy = (fixes: readonly number[]): readonly number[] =>
    paths.map((steps) =>
      steps
        .filter(({ fix }) => fixes.includes(fix))
        .reduce((sum, step) => sum + missedIn(step, surface), 0),
    );
  const draws = errAlike(modelled.map((_, fix) => missedBy([fix]))) ? meansOfPairs : unchanged;
  return (fixes, among = 1) => {
    const model = fixes.reduce((sum, fix) => sum + (modelled[fix] ?? Number.NaN), 0);
    const missed = draws(missedBy(fixes));
    // Each fix has an error of its own here (Bonferroni).
    const { lo, hi } = tInterval(missed, 1 - (1 - confidence) / among) ?? unlimited;
    return withoutRounding({ value: model + mean(missed), lo: model + lo, hi: model + hi });
  };
}

const unlimited = { lo: -Infinity, hi: Infinity };

const missedIn = ({ logRatios, from, to }: MeasuredStep, surface: Surface): number =>
  mean(logRatios) - (surface.logAt(to) - surface.logAt(from));

/**
 * Whether a path and its reverse miss the same, over all fixes. They are meant to miss the opposite, and
 * then count as two; where three or more fixes act together they may not, and are one draw. Of each fix
 * what its paths missed, in their order.
 */
function errAlike(ofFixes: readonly (readonly number[])[]): boolean {
  const products = ofFixes.flatMap((missed) => {
    const centre = mean(missed);
    return pairsOf(missed).map(([a, b]) => (a - centre) * (b - centre));
  });
  return products.reduce((sum, each) => sum + each, 0) > 0;
}

const unchanged = (values: readonly number[]): readonly number[] => values;

const meansOfPairs = (values: readonly number[]): readonly number[] => pairsOf(values).map(mean);

/** The first two, the next two, and so on. */
const pairsOf = (values: readonly number[]): readonly (readonly [number, number])[] =>
  values.flatMap((value, index) => {
    const next = values[index + 1];
    return index % 2 === 1 || next === undefined ? [] : [[value, next] as const];
  });

/**
 * How far one comparison is off beyond what its units show, for it is one launch. Every path goes from
 * nothing to all fixes: that their sums differ is the error of their steps, whatever the fixes give. By the
 * method of moments; 0 where the spread within the steps explains it all.
 */
export function errorOfComparison(paths: readonly MeasuredPath[]): StandardError {
  const sums = paths.map((steps) => steps.reduce((sum, { logRatios }) => sum + mean(logRatios), 0));
  const steps = paths.flat();
  const perStep = (varianceOfMean(sums) * paths.length ** 2) / steps.length;
  const within = mean(steps.map(({ logRatios }) => varianceOfMean(logRatios)));
  return { error: Math.sqrt(Math.max(0, perStep - within)), freedom: paths.length - 1 };
}

/** Of one value nothing is known: all that is off is then taken as the comparison's. */
const varianceOfMean = (values: readonly number[]): number =>
  values.length < 2 ? 0 : standardError(values) ** 2;
