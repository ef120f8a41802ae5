/** Holds what was promised against what was measured. Pure. */
import { collectSamples } from '../compare/collect-samples.ts';
import { compareSamples } from '../compare/compare-samples.ts';
import type { Comparison } from '../compare/comparison.ts';
import type { Claim, Measure, Taken } from '../config/claim.ts';
import { seededRandom } from '../load/random.ts';
import type { Attribution } from '../record/attribution.ts';
import type { JudgedClaim } from '../record/judged-claim.ts';
import { metric } from '../record/metric.ts';
import type { Interval } from '../stats/interval.ts';
import type { MeasuredComparison } from './measured-contrasts.ts';
import type { Measurements } from './measurements.ts';
import { comparisonOf } from './plan-attribution.ts';

type Estimate = Interval & { readonly value: number };

/** A figure with what it rests on, or why there is none. */
type Evidence = { readonly words: string } & (
  | { readonly estimate: Estimate }
  | { readonly estimate: null; readonly measurable: boolean }
);

export function judgeClaims(
  of: Measurements,
  attributions: readonly Attribution[],
): readonly JudgedClaim[] {
  return of.asked.claims.map((claim) =>
    judgeClaim(claim, evidenceFor(claim.measure, of, attributions)),
  );
}

function judgeClaim({ measure, ...claim }: Claim, evidence: Evidence): JudgedClaim {
  return {
    ...claim,
    measure: wordsOf(measure),
    unit: unitOf(measure),
    measured: evidence.estimate,
    verdict: verdictOf(claim, measure, evidence),
    evidence: evidence.words,
  };
}

function verdictOf(
  { lo, hi }: Interval,
  measure: Measure,
  evidence: Evidence,
): JudgedClaim['verdict'] {
  if (evidence.estimate === null) return evidence.measurable ? 'not measured' : 'not measurable';
  const { estimate } = evidence;
  // Nothing is left of 0 % less, 1 times faster; a value has no such point.
  const none = measure.of === 'nothing' || measure.as === 'value' ? null : nothingOf(measure.as);
  if (none !== null && estimate.hi < none) return 'harmful';
  if (none !== null && estimate.lo <= none) return 'no effect found';
  if (estimate.hi < lo) return 'less than claimed';
  return estimate.lo > hi ? 'more than claimed' : 'confirmed';
}

const nothingOf = (as: 'reduction' | 'speedup'): number => (as === 'reduction' ? 0 : 1);

function evidenceFor(
  measure: Measure,
  of: Measurements,
  attributions: readonly Attribution[],
): Evidence {
  if (measure.of === 'nothing') return { words: measure.why, estimate: null, measurable: false };
  return measure.of === 'comparison'
    ? byComparison(measure, of)
    : byAttribution(measure, of, attributions);
}

const unmeasured = (words: string): Evidence => ({ words, estimate: null, measurable: true });

function byComparison(measure: Measure & { of: 'comparison' }, of: Measurements): Evidence {
  const planned = comparisonOf(measure, of.asked);
  if (!planned) return unmeasured('it is about fixes that are no factors here');
  const measured = of.comparisons.get(planned.name);
  if (!measured) return unmeasured('--claims measures it');
  const [fault] = measured.faults;
  if (fault !== undefined) return unmeasured(fault);
  const compared = compareMetric(measured, measure, `${of.asked.seed}/${planned.name}`);
  const { ratio, candidate } = compared ?? {};
  if (measure.as === 'value' && candidate) return { words: sidesOf(compared), estimate: candidate };
  if (!ratio || ratio.confidence === 0) return unmeasured(compared?.reason ?? 'it has no ratio');
  return { words: sidesOf(compared), estimate: taken(ratio, measure.as) };
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
  const [off, on] = sides.map((side) => (side ? side.value.toPrecision(3) : '-'));
  const units = compared?.baseline?.units ?? 0;
  return `${off} against ${on} ${compared?.unit ?? ''}, ${units} units`;
}

function byAttribution(
  measure: Measure & { of: 'attribution' },
  { asked }: Measurements,
  attributions: readonly Attribution[],
): Evidence {
  const found = attributions.find(({ metric: name }) => name === measure.metric);
  if (!found || found.stage === 'none') {
    return unmeasured(found?.reason ?? `${measure.metric} was not attributed`);
  }
  const names = measure.fixes === 'all' ? asked.factors.map(({ fix }) => fix) : measure.fixes;
  const parts = found.fixes.filter(({ fix }) => names.includes(fix));
  if (parts.length < names.length) return unmeasured('it is about fixes that are no factors here');
  const ways = `on average over all orders of the fixes, ${found.stage} stage`;
  return { words: ways, estimate: taken(productOf(parts.map(({ ratio }) => ratio)), measure.as) };
}

/** Errors of the parts are taken as independent. */
function productOf(ratios: readonly Estimate[]): Estimate {
  const sum = (of: (ratio: Estimate) => number): number =>
    ratios.reduce((total, ratio) => total + of(ratio), 0);
  const centre = sum(({ value }) => Math.log(value));
  const down = Math.sqrt(sum(({ value, lo }) => Math.log(value / lo) ** 2));
  const up = Math.sqrt(sum(({ value, hi }) => Math.log(hi / value) ** 2));
  return { value: Math.exp(centre), lo: Math.exp(centre - down), hi: Math.exp(centre + up) };
}

/** Of a ratio on ÷ off: percent that is gone, or times less. */
function taken({ value, lo, hi }: Estimate, as: Taken['as']): Estimate {
  if (as === 'reduction')
    return { value: 100 * (1 - value), lo: 100 * (1 - hi), hi: 100 * (1 - lo) };
  if (as === 'speedup') return { value: 1 / value, lo: 1 / hi, hi: 1 / lo };
  return { value, lo, hi };
}

function unitOf(measure: Measure): string {
  if (measure.of === 'nothing') return '';
  if (measure.as === 'value') return metric(measure.metric).unit;
  return measure.as === 'reduction' ? '%' : 'times';
}

function wordsOf(measure: Measure): string {
  if (measure.of === 'nothing') return '';
  const { metric: name, as } = measure;
  if (measure.of === 'attribution') return `${as} of ${name} by ${fixesOf(measure.fixes)}`;
  const from =
    measure.from === 'all' || measure.from.length > 0 ? ` after ${fixesOf(measure.from)}` : '';
  return `${as} of ${name} on ${measure.scenario} by ${fixesOf(measure.to)}${from}`;
}

const fixesOf = (fixes: 'all' | readonly string[]): string =>
  fixes === 'all' ? 'all fixes' : fixes.join(', ');
