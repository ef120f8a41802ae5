/** The ratio candidate ÷ baseline over the units, its interval and its verdict. */
import { type MetricName, metric } from '../record/metric.ts';
import type { Interval } from '../stats/interval.ts';
import { neededUnits, signFlipInterval } from '../stats/sign-flip.ts';
import { mean } from '../stats/t-interval.ts';
import type { Judgement, Judging } from './judging.ts';
import { countOf } from './sentence.ts';
import { logRatio, type Unit } from './unit-pairs.ts';
import { unsureWords } from './unsure.ts';
import { verdictOf } from './verdict.ts';

/** Logarithms of equal ratios differ by rounding at most. */
const rounding = 1e-12;

/**
 * The geometric mean of the units' ratios with its sign-flip interval. Fewer units than an interval
 * needs give the range of the units instead, marked by a confidence of 0.
 */
export function compareRatios(
  name: MetricName,
  units: readonly Unit[],
  judging: Judging,
): Judgement {
  const logs = units.map(logRatio);
  const range = { lo: Math.min(...logs), hi: Math.max(...logs) };
  if (logs.length < neededUnits(judging.confidence)) {
    const reason = `${countOf(logs.length, 'unit')}: their range, not an interval`;
    return { ratio: ratioOf(logs, range, 0), verdict: 'not judged', reason };
  }
  const exact = range.hi - range.lo <= rounding;
  const limits = exact ? range : signFlipInterval(logs, judging.confidence, judging.random);
  const ratio = ratioOf(logs, limits ?? range, judging.confidence);
  const { better } = metric(name);
  if (!judging.judge) return { ratio, verdict: 'not judged', reason: 'a quick run: no verdicts' };
  const verdict = verdictOf(ratio, better, judging.margin);
  if (exact) return { ratio, verdict, reason: 'exact: the same ratio in every unit' };
  if (verdict === 'not judged') return { ratio, verdict, reason: 'no direction is better' };
  if (verdict === 'unsure') return { ratio, verdict, reason: unsureWords(ratio, judging.margin) };
  return { ratio, verdict };
}

/** Rounding must not put the value outside its own limits. */
function ratioOf(
  logs: readonly number[],
  limits: Interval,
  confidence: number,
): Interval & { value: number; confidence: number } {
  const centre = mean(logs);
  return {
    value: Math.exp(centre),
    lo: Math.exp(Math.min(limits.lo, centre)),
    hi: Math.exp(Math.max(limits.hi, centre)),
    confidence,
  };
}
