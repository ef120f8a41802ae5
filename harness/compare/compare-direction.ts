/** Values without a ratio (a side is 0, or below the resolution) may still have a direction. */
import { type MetricName, metric } from '../record/metric.ts';
import { neededUnits, signFlipPValue, signFlipRatioInterval } from '../stats/sign-flip.ts';
import { mean } from '../stats/t-interval.ts';
import { type Judgement, type Judging, notJudged } from './judging.ts';
import { belowResolution, resolutionOf } from './resolution.ts';
import { sayOfSides } from './sentence.ts';
import { difference, type Unit } from './unit-pairs.ts';
import { verdictOfSide } from './verdict.ts';

/**
 * 498 ms against less than 10 ms cannot be divided, but it is clearly better. All that is below the
 * resolution is taken as equal to it, which can hide a difference but never make one; the sign-flip
 * test of the differences then says which side is better, without saying by how much.
 */
export function compareDirection(
  name: MetricName,
  units: readonly Unit[],
  judging: Judging,
): Judgement {
  const { confidence, judge, random } = judging;
  const { better } = metric(name);
  const reason = whyNoRatio(name, units);
  const differences = units.map((unit) => difference(atLeastResolution(name, unit)));
  const unlike = differences.some((value) => value !== 0);
  const ratio = ratioOfMeans(name, units, judging);
  const judgeable = judge && better !== 'none' && units.length >= neededUnits(confidence);
  if (!unlike || !judgeable) return notJudged(reason);
  if (signFlipPValue(differences, random) > 1 - confidence) {
    return { ratio, verdict: 'unsure', reason };
  }
  const candidateIs = mean(differences) < 0 ? 'below' : 'above';
  return { ratio, verdict: verdictOfSide(candidateIs, better), reason };
}

/**
 * Where only the candidate is 0 in some arms, the means still have a ratio (their logarithms don't).
 * Null where the baseline may be 0, or a value is below what can be told from nothing.
 */
function ratioOfMeans(
  name: MetricName,
  units: readonly Unit[],
  { confidence, random }: Judging,
): Judgement['ratio'] {
  const weighted = units.map((unit) => ({
    value: mean(unit.map(({ candidate }) => candidate)),
    weight: mean(unit.map(({ baseline }) => baseline)),
  }));
  const divisible = weighted.every(({ value, weight }) => value >= 0 && weight > 0);
  if (resolutionOf(name) !== null || !divisible) return null;
  const limits = signFlipRatioInterval(weighted, confidence, random);
  if (limits === null) return null;
  const value =
    mean(weighted.map((unit) => unit.value)) / mean(weighted.map(({ weight }) => weight));
  return { value, ...limits, confidence };
}

function atLeastResolution(name: MetricName, unit: Unit): Unit {
  const floor = resolutionOf(name) ?? -Infinity;
  return unit.map(({ baseline, candidate }) => ({
    baseline: Math.max(floor, baseline),
    candidate: Math.max(floor, candidate),
  }));
}

function whyNoRatio(name: MetricName, units: readonly Unit[]): string {
  const pairs = units.flat();
  const ofBaseline = indivisible(
    name,
    pairs.map(({ baseline }) => baseline),
  );
  const ofCandidate = indivisible(
    name,
    pairs.map(({ candidate }) => candidate),
  );
  if (ofBaseline === ofCandidate) return `no ratio: ${ofBaseline} on both sides`;
  return sayOfSides(ofBaseline, ofCandidate) ?? 'no ratio';
}

/** Why these values cannot be divided, or null. */
function indivisible(name: MetricName, values: readonly number[]): string | null {
  const resolution = resolutionOf(name);
  if (resolution !== null) {
    const below = values.filter((value) => belowResolution(name, value));
    return howOften(below, values, `below the resolution (<${resolution} ms)`);
  }
  const words = values.some((value) => value < 0) ? '0 or less' : '0';
  const none = values.filter((value) => value <= 0);
  return howOften(none, values, words);
}

function howOften(some: readonly number[], all: readonly number[], words: string): string | null {
  if (some.length === 0) return null;
  return some.length === all.length ? words : `${words} in ${some.length} of ${all.length} arms`;
}
