/** A limit of a ratio, judged by its units. */
import { metric } from '../record/metric.ts';
import type { GateLimit } from '../record/run.ts';
import { maxTPValues } from '../stats/max-t.ts';
import { overDispersionPValue } from '../stats/over-dispersion.ts';
import { neededValues } from '../stats/quantile-interval.ts';
import { tInterval } from '../stats/t-interval.ts';
import { type Contrast, launchCentres, mirrored, ratioBy } from './contrast.ts';
import {
  allowsEqual,
  brokenLevel,
  type Evidence,
  type GateMaterial,
  notJudged,
} from './material.ts';
import type { GateUnit, UnitValue } from './unit-values.ts';

/** Launches that differ by more than their units tell make units no independent evidence. */
const dispersionLevel = 0.01;
/** For a test at 1 %, so many flips are enough. */
const dispersionFlips = 2_000;

/** What neither side has is not judged; what cannot be tested yet is unsure, and never passes. */
export function withoutTest(
  { limit, valued, launches }: Contrast,
  { units, level }: Pick<GateMaterial, 'units' | 'level'>,
): GateLimit | null {
  const unsure = (reason: string): GateLimit => ({ ...notJudged(limit, reason), state: 'unsure' });
  if (units.length === 0) return unsure('no unit has valid arms of both sides');
  if (valued === 0) return notJudged(limit, 'neither side has it here');
  const values = Math.min(valuesOf(units, 'baseline'), valuesOf(units, 'candidate'));
  const { p = 0 } = metric(limit.metric).quantile ?? {};
  const neededOfSide = p > 0 && p < 1 ? neededValues(p, 0.95) : 0;
  if (values < neededOfSide)
    return unsure(`${values} values of a side; ${neededOfSide} are needed`);
  const pairs = launches.length;
  if (pairs < valued) return unsure(`${valued - pairs} of ${valued} units have no ratio`);
  // With n units no one-sided p-value is below 2^-n.
  const needed = Math.ceil(-Math.log2(brokenLevel(level)));
  return pairs < needed ? unsure(`${pairs} units; ${needed} are needed: measure longer`) : null;
}

const valuesOf = (units: readonly GateUnit[], side: 'baseline' | 'candidate'): number =>
  units.reduce((sum, { operations }) => sum + operations[side], 0);

export function judgeContrast(
  contrast: Contrast,
  evidence: Evidence,
  material: GateMaterial,
): GateLimit {
  if (contrast.rare) return judgeRare(contrast, contrast.rare, evidence, material);
  const { limit, statistics, launches } = contrast;
  const flips = evidence.flips.slice(0, dispersionFlips);
  const apart = overDispersionPValue(statistics[0], launches, flips);
  if (apart <= dispersionLevel) return judgeLaunches(contrast, apart, evidence, material);
  const { level, random } = material;
  const by = (index: number) => {
    const statistic = statistics[index] ?? statistics[0];
    const measured = ratioBy(statistic, contrast, random);
    return { limit: limit.text, metric: limit.metric, measured };
  };
  const [calm = 1, even = 1] = evidence.brokenP;
  const brokenP = Math.min(calm, even);
  if (isExactlyKept(contrast)) {
    return { ...by(0), state: 'kept', pValue: null, reason: 'the same in every unit' };
  }
  if (brokenP <= brokenLevel(level)) {
    return { ...by(even < calm ? 1 : 0), state: 'broken', pValue: brokenP };
  }
  // Units that a side's own stalls made slow weigh little by calmness: both must say that it is kept.
  const keptPs = statistics.map((each) => maxTPValues([mirrored(each)], evidence.flips)[0] ?? 1);
  const keptP = Math.max(...keptPs);
  const said = by(keptPs.indexOf(keptP));
  if (keptP <= level) return { ...said, state: 'kept', pValue: keptP };
  const reason = whatWouldSettle(limit.bound, said.measured);
  return { ...said, state: 'unsure', pValue: Math.min(brokenP, keptP), reason };
}

/**
 * A launch is the unit then: Student's interval of their centres, by calm units and by all alike, whose
 * level all statistics tested share. Either may break the limit, both must say that it is kept.
 */
function judgeLaunches(
  contrast: Contrast,
  apart: number,
  { family }: Evidence,
  { level, random }: GateMaterial,
): GateLimit {
  const { limit, statistics } = contrast;
  const centres = statistics.map((statistic) => launchCentres(statistic, contrast.launches));
  const confidence = 1 - (2 * brokenLevel(level)) / (statistics.length * family);
  const breaking = centres.findIndex((each) => (tInterval(each, confidence)?.lo ?? 0) > 0);
  const isKept = centres.every((each) => (tInterval(each, 1 - 2 * level)?.hi ?? 0) < 0);
  const state = breaking >= 0 ? 'broken' : isKept ? 'kept' : 'unsure';
  const found = `launches differ by more than their units tell (p = ${apart.toPrecision(2)})`;
  const reason =
    state === 'unsure'
      ? `${found}: more launches are needed`
      : `${found}: judged by ${centres[0]?.length ?? 0} launches`;
  const measured = ratioBy(statistics[Math.max(0, breaking)] ?? statistics[0], contrast, random);
  return { limit: limit.text, metric: limit.metric, state, measured, pValue: null, reason };
}

/**
 * Where most units have nothing on a side, there may be too few to prove that they are as many: without
 * a sign of a change the last look lets them pass.
 */
function judgeRare(
  { limit, statistics }: Contrast,
  { baseline, candidate }: NonNullable<Contrast['rare']>,
  { brokenP, flips }: Evidence,
  { units, level, last }: GateMaterial,
): GateLimit {
  const pValue = Math.min(...brokenP);
  const mean = (sum: number): string => `${Number((sum / units.length).toPrecision(3))}`;
  const reason = `0 in some units; in the mean ${mean(baseline)} of the baseline, ${mean(candidate)} of the candidate`;
  const said = { limit: limit.text, metric: limit.metric, measured: null, reason };
  if (pValue <= brokenLevel(level)) return { ...said, state: 'broken', pValue };
  const keptP = maxTPValues([mirrored(statistics[1])], flips)[0] ?? 1;
  if (keptP <= level) return { ...said, state: 'kept', pValue: keptP };
  const zeros = units.filter(({ values }) => hasZero(values[limit.metric] ?? null)).length;
  const mayPass = allowsEqual(limit) && 2 * zeros >= units.length;
  return { ...said, state: mayPass && last && pValue > level ? 'kept' : 'unsure', pValue: null };
}

const hasZero = (value: UnitValue): boolean =>
  value === null || value.baseline === 0 || value.candidate === 0;

/** A count that is the same on both sides in every unit is kept at equality, where no test tells. */
const isExactlyKept = ({ statistics: [{ differences }] }: Contrast): boolean =>
  differences.every((difference) => Math.abs(difference) < rounding);

const rounding = 1e-9;

/** More than this many times as long is no advice. */
const longest = 20;

/** The smallest effect that is excluded, and how much longer would decide: intervals narrow by roots. */
export function whatWouldSettle(bound: number, measured: GateLimit['measured']): string {
  if (measured === null) return 'more units are needed';
  const { value, lo, hi } = measured;
  const excluded = `only a ratio above ${hi.toFixed(3)} or below ${lo.toFixed(3)} is excluded`;
  const halfWidth = Math.log(hi / lo) / 2;
  const times = (halfWidth / Math.log(value / bound)) ** 2;
  if (!(times <= longest))
    return `${excluded}: too close to the limit to be settled by measuring longer`;
  return `${excluded}: about ${Math.max(1.5, times).toFixed(1)} times as long would settle it`;
}
