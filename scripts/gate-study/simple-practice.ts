/** What simpler rules than the gate's would say of the same arms: is the candidate slower? */
import type { ArmResult, Side } from '../../harness/record/arm-result.ts';
import { quantile, sortedNumbers } from '../../harness/stats/quantile.ts';
import { mean } from '../../harness/stats/t-interval.ts';

type Rule = (arms: readonly ArmResult[]) => boolean;

/** By what people call it. */
export const simpleRules: Readonly<Record<string, Rule>> = {
  'P95 of a single launch over 5 %': (arms) => pointRatio(firstLaunch(arms), 0.95) > 1.05,
  'P95 of a single launch over 10 %': (arms) => pointRatio(firstLaunch(arms), 0.95) > 1.1,
  'Welch over requests, 10 % (autocannon-compare)': (arms) =>
    welchZ(latencies(arms, 'baseline'), latencies(arms, 'candidate')) > oneSided(0.1),
  'Welch after every unit, 5 % (tachometer)': peeking,
  'Mann-Whitney of arms, 5 % (benchstat)': (arms) =>
    mannWhitneyZ(medians(arms, 'baseline'), medians(arms, 'candidate')) > oneSided(0.05),
};

/** These rules are two-sided; of their alarms the half that says `slower` is counted. */
const oneSided = (level: number): number => (level === 0.1 ? 1.6449 : 1.96);

const firstLaunch = (arms: readonly ArmResult[]) => arms.filter(({ launch }) => launch === 0);

/** In ms, of operations that completed, as these rules take them. */
const latencies = (arms: readonly ArmResult[], side: Side): readonly number[] =>
  arms
    .filter((arm) => arm.side === side)
    .flatMap(({ load }) => load.operations)
    .filter(({ outcome }) => outcome === 'completed')
    .map(({ responseUs }) => responseUs / 1000);

const medians = (arms: readonly ArmResult[], side: Side): readonly number[] =>
  arms
    .filter((arm) => arm.side === side && latencies([arm], side).length > 0)
    .map((arm) => quantile(sortedNumbers(latencies([arm], side)), 0.5));

function pointRatio(arms: readonly ArmResult[], p: number): number {
  const [baseline, candidate] = [latencies(arms, 'baseline'), latencies(arms, 'candidate')];
  // Where a side has nothing to show, this rule calls nobody slower.
  if (baseline.length === 0 || candidate.length === 0) return 1;
  const of = (values: readonly number[]) => quantile(sortedNumbers(values), p);
  return of(candidate) / of(baseline);
}

/** Of so many values Student's distribution is the normal one. */
function welchZ(a: readonly number[], b: readonly number[]): number {
  const error = Math.sqrt(variance(a) / a.length + variance(b) / b.length);
  return (mean(b) - mean(a)) / error;
}

function variance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

function peeking(arms: readonly ArmResult[]): boolean {
  const ends = arms.flatMap(({ unit }, index) =>
    arms[index + 1]?.unit === unit ? [] : [index + 1],
  );
  return ends.some((end) => {
    const seen = arms.slice(0, end);
    return welchZ(latencies(seen, 'baseline'), latencies(seen, 'candidate')) > oneSided(0.05);
  });
}

/** The normal approximation without ties. */
function mannWhitneyZ(a: readonly number[], b: readonly number[]): number {
  const wins = b.reduce((sum, value) => sum + a.filter((other) => other < value).length, 0);
  const spread = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
  return (wins - (a.length * b.length) / 2) / spread;
}
