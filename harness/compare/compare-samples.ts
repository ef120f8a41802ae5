/** From the samples of both sides to a ratio with its interval and a verdict, metric by metric. */
import { metric } from '../record/metric.ts';
import { hasLogarithm } from '../stats/noise.ts';
import { neededUnits } from '../stats/sign-flip.ts';
import { compareDirection } from './compare-direction.ts';
import { compareRatios } from './compare-ratios.ts';
import type { Comparison, Sample } from './comparison.ts';
import { type Judgement, type Judging, notJudged } from './judging.ts';
import { belowResolution } from './resolution.ts';
import { countOf, sayOfSides } from './sentence.ts';
import { failuresReach, sideFigure } from './side-figure.ts';
import { pairUnits } from './unit-pairs.ts';

/** Samples come in any order; a metric is compared when both sides have a sample of it. */
export function compareSamples(
  samples: readonly Sample[],
  judging: Judging,
): readonly Comparison[] {
  const candidates = new Map(
    samples.filter(({ side }) => side === 'candidate').map((sample) => [keyOf(sample), sample]),
  );
  return samples
    .filter(({ side }) => side === 'baseline')
    .flatMap((baseline) => {
      const candidate = candidates.get(keyOf(baseline));
      return candidate === undefined ? [] : [compareMetric(baseline, candidate, judging)];
    });
}

const keyOf = ({ scenario, metric: name }: Sample): string => `${scenario} ${name}`;

function compareMetric(baseline: Sample, candidate: Sample, judging: Judging): Comparison {
  const { scenario, metric: name } = baseline;
  const { unit, better } = metric(name);
  const ofBaseline = sideFigure(baseline, judging.confidence);
  const ofCandidate = sideFigure(candidate, judging.confidence);
  const missing = sayOfSides(ofBaseline.reason, ofCandidate.reason);
  return {
    scenario,
    metric: name,
    unit,
    better,
    baseline: ofBaseline.summary,
    candidate: ofCandidate.summary,
    ...(missing === null ? weigh(baseline, candidate, judging) : notJudged(missing)),
  };
}

function weigh(baseline: Sample, candidate: Sample, judging: Judging): Judgement {
  const name = baseline.metric;
  const units = pairUnits(baseline.arms, candidate.arms);
  const values = units.flatMap((pairs) => pairs.flatMap((pair) => [pair.baseline, pair.candidate]));
  if (units.length === 0) return notJudged('no unit with a valid arm of both sides');
  if (!values.every(Number.isFinite)) return notJudged(failuresReach);
  const needed = neededUnits(judging.confidence);
  if (judging.judge && units.length < needed) {
    return notJudged(`${countOf(units.length, 'unit')}; ${needed} are needed: measure longer`);
  }
  const divisible = values.every((value) => hasLogarithm(value) && !belowResolution(name, value));
  return divisible ? compareRatios(name, units, judging) : compareDirection(name, units, judging);
}
