/** What two results that were measured apart may say of one metric. */
import { type Judgement, notJudged, standard } from '../compare/judging.ts';
import { unsureWords } from '../compare/unsure.ts';
import { verdictOf, verdictOfSide } from '../compare/verdict.ts';
import type { Better } from '../record/metric.ts';
import type { MeasuredMetric } from '../record/run.ts';
import { ratioOfRatios } from '../stats/ratio-of-ratios.ts';
import type { ExactPair } from './exact-pair.ts';

export interface Grounds {
  /** Why nothing but exact counts may be compared; null where both have their baseline in common. */
  readonly noCommonBaseline: string | null;
  /** Where it is known that the metric is an exact count of both. */
  readonly exact: ExactPair | null;
}

/** The candidate of `a` stands as the baseline, the candidate of `b` as the candidate. */
export function diffMetric(
  a: MeasuredMetric,
  b: MeasuredMetric,
  { noCommonBaseline, exact }: Grounds,
): MeasuredMetric {
  const { unit, better } = b;
  const figures = { unit, better, baseline: a.candidate, candidate: b.candidate };
  const judgedExactly = exact && judgeExact(exact, better);
  if (exact && judgedExactly) {
    return { ...figures, baseline: exact.a, candidate: exact.b, ...judgedExactly };
  }
  if (noCommonBaseline !== null) {
    return { ...figures, ...notJudged(`measured apart, and ${noCommonBaseline}`) };
  }
  return { ...figures, ...judgeRatios(a, b) };
}

/** Null where it would say nothing. */
function judgeExact({ a, b, how }: ExactPair, better: Better): Judgement | null {
  const reason = `exact: ${how}`;
  if (a.value === 0 && b.value === 0) return notJudged('no ratio: 0 on both sides');
  if (a.value === 0) return { ratio: null, verdict: verdictOfSide('above', better), reason };
  if (a.value < 0 || b.value < 0) return null;
  const value = b.value / a.value;
  const ratio = { value, lo: value, hi: value, confidence: standard.confidence };
  return { ratio, verdict: verdictOf(ratio, better, standard.margin), reason };
}

/** What each run made of its candidate and the same baseline, in turns, on one machine. */
function judgeRatios(a: MeasuredMetric, b: MeasuredMetric): Judgement {
  const missing = whyNoRatio(a, b);
  const [first, second] = [a.ratio, b.ratio];
  if (missing !== null || !first || !second) return notJudged(missing ?? 'no ratio');
  const limits = ratioOfRatios(first, second);
  const said = `ratios to the baseline: ${digits(first.value)} in a, ${digits(second.value)} in b`;
  if (!limits) return notJudged(`${said}: one may be 0, which cannot be divided`);
  const ratio = { ...limits, confidence: first.confidence };
  const verdict = verdictOf(ratio, b.better, standard.margin);
  if (verdict === 'not judged') return notJudged(`${said}; no direction is better`);
  const unsure = verdict === 'unsure' ? `; ${unsureWords(ratio, standard.margin)}` : '';
  return { ratio, verdict, reason: `${said}${unsure}` };
}

function whyNoRatio(a: MeasuredMetric, b: MeasuredMetric): string | null {
  const why = ({ ratio, reason = 'no interval' }: MeasuredMetric): string | null =>
    ratio?.confidence === standard.confidence ? null : reason;
  const [first, second] = [why(a), why(b)];
  if (first === null && second === null) return null;
  const reasons = first === second ? [first] : [first && `a: ${first}`, second && `b: ${second}`];
  return `no ratio to the baseline (${reasons.filter((reason) => reason !== null).join('; ')})`;
}

const digits = (value: number): string => String(Number(value.toPrecision(3)));
