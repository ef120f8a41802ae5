/** From the rounds to ratios, verdicts and crossing points. */
import { verdictOf } from '../compare/verdict.ts';
import type { Interval } from '../stats/interval.ts';
import { hasLogarithm, typicalRatio } from '../stats/noise.ts';
import { neededUnits, signFlipInterval } from '../stats/sign-flip.ts';
import { mean, tInterval } from '../stats/t-interval.ts';
import { type Bench, formNames } from './bench.ts';
import type {
  Course,
  Figure,
  FormComparison,
  JudgedBench,
  JudgedForm,
  JudgedSize,
} from './bench-result.ts';
import { courseOf } from './course.ts';
import type { MeasuredCase } from './run-benches.ts';
import type { TimedForm } from './time-case.ts';

const confidence = 0.95;
/** Ratios inside of it are called the same: code that is moved in memory differs by as much. */
const margin = 0.05;

/** A benchmark of which nothing was measured is left out. */
export function judgeBenches(
  benches: readonly Bench[],
  measured: readonly MeasuredCase[],
): readonly JudgedBench[] {
  return benches.flatMap((bench) => {
    const cases = measured.filter((each) => each.bench === bench);
    return cases.length === 0 ? [] : [judgeBench(bench, cases)];
  });
}

function judgeBench(bench: Bench, cases: readonly MeasuredCase[]): JudgedBench {
  const sizes = cases.map(({ size, forms }): JudgedSize => ({ size, forms: judgeForms(forms) }));
  return {
    name: bench.name,
    finding: bench.finding ?? null,
    title: bench.title,
    counted: bench.counted,
    grows: bench.grows,
    others: bench.others ?? {},
    sizes,
    courses: coursesOf(bench, sizes),
  };
}

function coursesOf(bench: Bench, sizes: readonly JudgedSize[]): readonly Course[] {
  const [, optimized, ...others] = formNames(bench);
  const verdictsOf = (name: string | undefined, to: 'toBaseline' | 'toOptimized') =>
    sizes.map(({ size, forms }) => {
      const judged = forms.find(({ form }) => form === name);
      return { size, verdict: judged?.[to]?.verdict ?? 'not judged' };
    });
  return [
    courseOf(optimized ?? '', 'baseline', verdictsOf(optimized, 'toBaseline')),
    ...others.flatMap((name) => [
      courseOf(name, 'baseline', verdictsOf(name, 'toBaseline')),
      courseOf(name, 'optimized', verdictsOf(name, 'toOptimized')),
    ]),
  ];
}

/** The baseline and the optimized twin come first. */
export function judgeForms(forms: readonly TimedForm[]): readonly JudgedForm[] {
  const [baseline, optimized, ...others] = forms;
  return forms.map((timed) => ({
    form: timed.form,
    msPerCall: meanOf(timed.msPerCall, confidence),
    rounds: timed.msPerCall.length,
    calls: timed.calls,
    toBaseline: timed === baseline ? null : compareForms(timed, baseline),
    toOptimized: others.includes(timed) ? compareForms(timed, optimized) : null,
  }));
}

function compareForms(timed: TimedForm, other: TimedForm | undefined): FormComparison {
  const ratio = other ? ratioOf(timed, other, confidence) : null;
  if (!ratio) return { ratio, verdict: 'not judged' };
  return { ratio: { ...ratio, confidence }, verdict: verdictOf(ratio, 'lower', margin) };
}

/** The mean of the rounds; a time is not negative, whatever Student says. */
export function meanOf(values: readonly number[], level: number): Figure {
  const { lo, hi } = tInterval(values, level) ?? { lo: 0, hi: Infinity };
  return { value: mean(values), lo: Math.max(0, lo), hi };
}

/**
 * Geometric mean of the rounds' ratios with its sign-flip interval: the coin that ordered the forms
 * of each round makes it right whatever the machine did from round to round. Null with too few
 * rounds, or where a round took nothing at all.
 */
export function ratioOf(form: TimedForm, baseline: TimedForm, level: number): Figure | null {
  const logs = form.msPerCall.map((ms, round) => Math.log(ms / (baseline.msPerCall[round] ?? 0)));
  if (logs.length < neededUnits(level) || !logs.every(Number.isFinite)) return null;
  const limits = signFlipInterval(logs, level, noRandomness) ?? rangeOf(logs);
  const centre = mean(logs);
  return {
    value: Math.exp(centre),
    lo: Math.exp(Math.min(limits.lo, centre)),
    hi: Math.exp(Math.max(limits.hi, centre)),
  };
}

/** So few rounds that every flip is looked at. */
function noRandomness(): number {
  throw new Error('a micro-benchmark has 12 rounds at most');
}

const rangeOf = (values: readonly number[]): Interval => ({
  lo: Math.min(...values),
  hi: Math.max(...values),
});

/** The factor by which the same form differs from one round to the next; null of nothing. */
export function noiseOf(measured: readonly MeasuredCase[]): number | null {
  const neighbours = measured.flatMap(({ forms }) =>
    forms.flatMap(({ msPerCall }) =>
      msPerCall.slice(1).map((ms, index): [number, number] => [msPerCall[index] ?? 0, ms]),
    ),
  );
  return typicalRatio(neighbours.filter((pair) => pair.every(hasLogarithm)));
}
