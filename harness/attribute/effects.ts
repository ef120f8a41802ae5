/** From measured contrasts to what fixes give. All values are natural logarithms of ratios. */
import type { Interval } from '../stats/interval.ts';
import { maximumModulus } from '../stats/maximum-modulus.ts';
import { mean } from '../stats/t-interval.ts';
import { type Design, signIn } from './design.ts';
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

/**
 * What these fixes give together: the sum of what each gives on average, with its own 95 % interval,
 * or with one of `among` (1) so wide that with 95 % all of them hold.
 */
export type Effects = (fixes: readonly number[], among?: number) => Effect;

export interface DesignEffects {
  readonly effects: Effects;
  /** What shows where no fix is: noise, and effects of three or more fixes that the model misses. */
  readonly lackOfFit: readonly number[];
  /** What a pair typically misses of the model, its noise included: by whichever says most. */
  readonly misfit: number;
  /** The same for intervals: by whichever makes them widest. */
  readonly comparison: StandardError;
  /** Standard error by the noise from unit to unit alone; null of one unit a pair. */
  readonly noise: number | null;
}

export interface StandardError {
  readonly error: number;
  /** Degrees of freedom it was estimated with. */
  readonly freedom: number;
}

export const confidence = 0.95;

/**
 * The first stage: the model's Shapley values, and what the mirror pairs say it misses. `contrasts`
 * are those of the design's pairs, in their order. Its intervals rest on the spare columns, which
 * meet the same noise and the same effects of three or more fixes as those of the fixes do. A few of
 * them may happen to show little: intervals reach at least as far as a column would that is drawn at
 * random from what the pairs miss, though the model was fitted to the same pairs.
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
  const spare = sizeOf(lackOfFit);
  const fitted = sizeOf(missed);
  const ofPair = { ...spare, error: spare.error * Math.sqrt(design.pairs.length) };
  const errors = [spare, ofMean(fitted), ...(noise === null ? [] : [noise])];
  const values = design.words.map((word, fix) => (modelled[fix] ?? 0) + column(word));
  return {
    effects: (fixes, among) => {
      const own = Math.max(...errors.map((each) => reachOf(each, among)));
      const common = (reachOf(fitted, among) * fixes.length) / design.words.length;
      return around(
        fixes.reduce((sum, fix) => sum + (values[fix] ?? Number.NaN), 0),
        // The columns are orthogonal: their errors are independent. Effects of three or more fixes
        // have much the same sign: all fixes together miss as much as one pair.
        Math.hypot(own * Math.sqrt(fixes.length), common),
      );
    },
    lackOfFit,
    misfit: Math.max(
      fitted.error,
      ofPair.error,
      (noise?.error ?? 0) * Math.sqrt(design.pairs.length),
    ),
    comparison: reachOf(fitted) > reachOf(ofPair) ? fitted : ofPair,
    noise: noise?.error ?? null,
  };
}

/** Of values about 0. */
const sizeOf = (values: readonly number[]): StandardError => ({
  error: Math.hypot(...values) / Math.sqrt(values.length),
  freedom: values.length,
});

/** Of the mean over as many values as it was estimated with. */
const ofMean = ({ error, freedom }: StandardError): StandardError => ({
  error: error / Math.sqrt(freedom),
  freedom,
});

/** Half the width of an interval, or of one of so many that rest on this same error. */
export const reachOf = ({ error, freedom }: StandardError, among = 1): number =>
  error === 0 ? 0 : maximumModulus(confidence, among, freedom) * error;

const around = (value: number, reach: number): Effect =>
  withoutRounding({ value, lo: value - reach, hi: value + reach });

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
  const perPair = mean(contrasts.map(({ logRatios }) => 1 / logRatios.length));
  return { error: Math.sqrt(((squares / freedom) * perPair) / contrasts.length), freedom };
}

/** What is left of sums that are 0 on paper is no effect, however narrow its interval. */
const rounding = 1e-9;

export function withoutRounding({ value, lo, hi }: Effect): Effect {
  const isNothing = Math.max(Math.abs(value), Math.abs(lo), Math.abs(hi)) < rounding;
  return isNothing ? { value: 0, lo: 0, hi: 0 } : { value, lo, hi };
}
