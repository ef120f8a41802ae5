/** Holds what was promised against what was measured. Pure. */
import { collectSamples } from '../compare/collect-samples.ts';
import { compareSamples } from '../compare/compare-samples.ts';
import type { Comparison } from '../compare/comparison.ts';
import type { Claim, Measure, Taken } from '../config/claim.ts';
import { seededRandom } from '../load/random.ts';
import type { JudgedClaim } from '../record/judged-claim.ts';
import { metric } from '../record/metric.ts';
import { areApart, type Interval } from '../stats/interval.ts';
import { claimVerdict } from './claim-verdict.ts';
import type { MeasuredComparison } from './measured-contrasts.ts';
import { type Measurements, measuredAs } from './measurements.ts';
import { comparisonOf, indicesOf } from './plan-attribution.ts';
import { asPromised } from './promised.ts';
import { stagesOf } from './stages.ts';
import { toldFromChance } from './told-from-chance.ts';

type Estimate = Interval & { readonly value: number };

/** A figure with what it rests on, or why there is none. */
type Evidence = { readonly words: string } & (
  | { readonly estimate: Estimate }
  | { readonly estimate: null; readonly measurable: boolean }
);

export const judgeClaims = (of: Measurements): readonly JudgedClaim[] =>
  of.asked.claims.map((claim) => judgeClaim(claim, evidenceFor(claim.measure, of)));

/** A side's figure says more, and `run.json` wants just this. */
const pick = ({ value, lo, hi }: Estimate): Estimate => ({ value, lo, hi });

function judgeClaim({ measure, ...claim }: Claim, evidence: Evidence): JudgedClaim {
  const verdict = verdictOf(claim, measure, evidence);
  const isOpen = verdict === 'no effect found' && evidence.estimate !== null;
  return {
    ...claim,
    measure: wordsOf(measure),
    unit: unitOf(measure),
    measured: evidence.estimate && pick(evidence.estimate),
    verdict,
    evidence: isOpen
      ? `${evidence.words}; ${excludedWords(evidence.estimate, claim)}`
      : evidence.words,
  };
}

/** An effect that cannot be told from chance may still be as large as was claimed, or may not. */
const excludedWords = (measured: Interval, claimed: Interval): string =>
  areApart(measured, claimed)
    ? 'the interval excludes what was claimed'
    : 'the interval holds what was claimed, too: it is below the resolution';

function verdictOf(
  claimed: Interval,
  measure: Measure,
  { estimate, ...evidence }: Evidence,
): JudgedClaim['verdict'] {
  if (estimate && measure.of !== 'nothing') return claimVerdict(claimed, estimate, measure);
  return 'measurable' in evidence && evidence.measurable ? 'not measured' : 'not measurable';
}

function evidenceFor(measure: Measure, of: Measurements): Evidence {
  if (measure.of === 'nothing') return { words: measure.why, estimate: null, measurable: false };
  return measure.of === 'comparison' ? byComparison(measure, of) : byAttribution(measure, of);
}

const unmeasured = (words: string): Evidence => ({ words, estimate: null, measurable: true });

function byComparison(measure: Measure & { of: 'comparison' }, of: Measurements): Evidence {
  const planned = comparisonOf(measure, of.asked);
  if (!planned) return unmeasured('it is about fixes that are no factors here');
  const measured = measuredAs(of, planned.name);
  if (!measured) return unmeasured('--claims measures it');
  const [fault] = measured.faults;
  if (fault !== undefined) return unmeasured(fault);
  const compared = compareMetric(measured, measure, `${of.asked.seed}/${planned.name}`);
  const { ratio, candidate } = compared ?? {};
  if (measure.as === 'value' && candidate) return { words: sidesOf(compared), estimate: candidate };
  if (!ratio || ratio.confidence === 0) return unmeasured(compared?.reason ?? 'it has no ratio');
  return promised(sidesOf(compared), ratio, measure);
}

/** In the words of the promise; where nothing may be left, it is no number of times. */
function promised(words: string, ratio: Estimate, taken: Taken): Evidence {
  const estimate = asPromised(ratio, taken);
  return [estimate.value, estimate.lo, estimate.hi].every(Number.isFinite)
    ? { words, estimate }
    : unmeasured(`${words}: nothing may be left, and then it is no number of times`);
}

function compareMetric(
  { arms, load }: MeasuredComparison,
  { metric: name }: Taken,
  seed: string,
): Comparison | undefined {
  const samples = collectSamples({ scenario: '', arms }, load, [name]);
  const random = seededRandom(seed);
  return compareSamples(samples, { confidence: 0.95, margin: 0.05, judge: true, random })[0];
}

function sidesOf(compared: Comparison | undefined): string {
  const sides = [compared?.baseline, compared?.candidate];
  const [off, on] = sides.map((side) =>
    side ? Number(side.value.toPrecision(3)).toLocaleString('en-US') : '-',
  );
  const arms = sides.map((side) => side?.units ?? 0).join(' and ');
  return `${off} against ${on} ${compared?.unit ?? ''} over all operations of ${arms} arms`;
}

/** Several fixes together have an interval of their own: what is chance in one is not in their sum. */
function byAttribution(measure: Measure & { of: 'attribution' }, of: Measurements): Evidence {
  const { asked } = of;
  if (measure.scenario !== asked.scenario) {
    return unmeasured(`it is about ${measure.scenario}, and ${asked.scenario} was attributed`);
  }
  const indices = indicesOf(measure.fixes, asked);
  if (indices === null) return unmeasured('it is about fixes that are no factors here');
  const stages = stagesOf(of, measure.metric);
  if ('missing' in stages) return unmeasured(stages.missing);
  const { value, lo, hi } = stages.effects(indices);
  const ratio = { value: Math.exp(value), lo: Math.exp(lo), hi: Math.exp(hi) };
  const [index = 0, ...others] = indices;
  const isSomething = lo > 0 || hi < 0;
  const isTold = toldFromChance(stages.effects, asked.factors.length)[index] ?? false;
  const byItself =
    others.length === 0 && isSomething && !isTold
      ? '; by its own interval, for among all fixes it is not told from chance'
      : '';
  const words = `on average over all orders of the fixes, ${stages.stage} stage${byItself}`;
  return promised(words, ratio, measure);
}

function unitOf(measure: Measure): string {
  if (measure.of === 'nothing') return '';
  if (measure.as === 'value') return metric(measure.metric).unit;
  return measure.as === 'speedup' ? 'times' : '%';
}

function wordsOf(measure: Measure): string {
  if (measure.of === 'nothing') return '';
  const { metric: name, as } = measure;
  if (measure.of === 'attribution')
    return `${as} of ${name} on ${measure.scenario} by ${fixesOf(measure.fixes)}`;
  const from =
    measure.from === 'all' || measure.from.length > 0 ? ` after ${fixesOf(measure.from)}` : '';
  return `${as} of ${name} on ${measure.scenario} by ${fixesOf(measure.to)}${from}`;
}

const fixesOf = (fixes: 'all' | readonly string[]): string =>
  fixes === 'all' ? 'all fixes' : fixes.join(', ');
