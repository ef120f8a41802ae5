/** From measured contrasts to what each fix gives. All values are natural logarithms of ratios. */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Interval } from '../stats/interval.ts';
import { mean, tInterval } from '../stats/t-interval.ts';
import { type Design, signIn } from './design.ts';
import type { PathStep } from './paths.ts';
import type { Surface } from './surface.ts';

/** What two configurations differ by in one metric. */
export interface Contrast {
  /** log(to ÷ from), one value a unit. */
  readonly logRatios: readonly number[];
  /** Means over the units of the logarithm of each side. */
  readonly from: number;
  readonly to: number;
}

export interface Effect extends Interval {
  /** log(on ÷ off), on average over all orders of the fixes. */
  readonly value: number;
}

export interface Effects {
  readonly fixes: readonly Effect[];
  /** Of all of them together. */
  readonly sum: Effect;
}

export interface DesignEffects extends Effects {
  /** What shows where no fix is: noise, and effects of three or more fixes that the model misses. */
  readonly lackOfFit: readonly number[];
  /** Standard error by the noise from unit to unit alone; null of one unit a pair. */
  readonly noise: number | null;
}

const confidence = 0.95;

/**
 * The first stage: the model's Shapley values, and what the mirror pairs say it misses. `contrasts`
 * are those of the design's pairs, in their order. Its intervals rest on the spare columns, which
 * meet the same noise and the same effects of three or more fixes as those of the fixes do.
 */
export function designEffects(
  design: Design,
  contrasts: readonly Contrast[],
  surface: Surface,
  modelled: readonly number[],
): DesignEffects {
  const missed = design.pairs.map(({ from, to }, pair) => {
    const ratios = contrasts[pair]?.logRatios ?? [];
    return mean(ratios) - (surface.logAt(to) - surface.logAt(from));
  });
  const column = (word: number): number =>
    mean(design.pairs.map(({ row }, pair) => signIn(row, word) * (missed[pair] ?? 0)));
  const lackOfFit = design.spare.map(column);
  const noise = noiseOf(contrasts);
  const misfit = {
    error: Math.hypot(...lackOfFit) / Math.sqrt(lackOfFit.length),
    freedom: lackOfFit.length,
  };
  const reach = Math.max(reachOf(misfit), noise === null ? 0 : reachOf(noise));
  const values = design.words.map((word, fix) => (modelled[fix] ?? 0) + column(word));
  return {
    fixes: values.map((value) => around(value, reach)),
    sum: around(
      values.reduce((sum, value) => sum + value, 0),
      reach * Math.sqrt(values.length),
    ),
    lackOfFit,
    noise: noise?.error ?? null,
  };
}

interface StandardError {
  readonly error: number;
  /** Degrees of freedom it was estimated with. */
  readonly freedom: number;
}

const reachOf = ({ error, freedom }: StandardError): number =>
  tQuantile((1 + confidence) / 2, freedom) * error;

const around = (value: number, reach: number): Effect => ({
  value,
  lo: value - reach,
  hi: value + reach,
});

/** Standard error of a column by the spread of the units within their pairs. */
function noiseOf(contrasts: readonly Contrast[]): StandardError | null {
  let squares = 0;
  let freedom = 0;
  for (const { logRatios } of contrasts) {
    const centre = mean(logRatios);
    squares += logRatios.reduce((sum, ratio) => sum + (ratio - centre) ** 2, 0);
    freedom += logRatios.length - 1;
  }
  if (freedom === 0) return null;
  const units = mean(contrasts.map(({ logRatios }) => logRatios.length));
  return { error: Math.sqrt(squares / freedom / units / contrasts.length), freedom };
}

/** A step of a path with what was measured of it. */
export type MeasuredStep = Omit<PathStep, 'path'> & { readonly logRatio: number };

/**
 * Both stages: what the model misses is measured along each path, so that the values are unbiased
 * whatever the model is, and add up to the paths' own totals. The model as control variate of
 * permutation sampling: Witter et al., arXiv 2506.11849.
 */
export function pathEffects(
  paths: readonly (readonly MeasuredStep[])[],
  surface: Surface,
  modelled: readonly number[],
): Effects {
  const fixes = modelled.map((value, fix) => {
    const missed = paths.map((steps) => missedIn(steps, fix, surface));
    return shifted(missed, value);
  });
  const totals = paths.map((steps) => steps.reduce((sum, { logRatio }) => sum + logRatio, 0));
  return { fixes, sum: shifted(totals, 0) };
}

function missedIn(steps: readonly MeasuredStep[], fix: number, surface: Surface): number {
  const step = steps.find((each) => each.fix === fix);
  if (!step) throw new Error('a path switches each fix on');
  return step.logRatio - (surface.logAt(step.to) - surface.logAt(step.from));
}

function shifted(values: readonly number[], by: number): Effect {
  const { lo, hi } = tInterval(values, confidence) ?? { lo: -Infinity, hi: Infinity };
  return { value: by + mean(values), lo: by + lo, hi: by + hi };
}
