/** How far beyond its bound the ratio of a limit is, unit by unit. */
import type { Side } from '../record/arm-result.ts';
import { calmnessWeights } from '../stats/calmness.ts';
import type { Interval } from '../stats/interval.ts';
import type { Statistic } from '../stats/max-t.ts';
import { signFlipRatioInterval } from '../stats/sign-flip.ts';
import type { Limit } from './limit.ts';
import type { GateUnit, UnitValue } from './unit-values.ts';

/** A limit of a ratio as two statistics over the same units. */
export interface Contrast {
  readonly limit: Limit;
  /** Units weighted by how calm the machine was, and all alike. */
  readonly statistics: readonly [byCalmness: Statistic, even: Statistic];
  /** The launch of each of these units. */
  readonly launches: readonly number[];
  /** Units in which a side has something. */
  readonly valued: number;
  /** Sums over the units where some have 0, so that values are held against each other; else null. */
  readonly rare: Readonly<Record<Side, number>> | null;
}

/** A ratio of no failures to some is beyond all bounds: a hundred. */
const largestLog = Math.log(100);

export function contrastOf(limit: Limit, units: readonly GateUnit[]): Contrast {
  const value = ({ values }: GateUnit): UnitValue => values[limit.metric] ?? null;
  const { pairs, valued } = pairsOf(units, value);
  const withZero = units.some((unit) => hasOneZero(value(unit)));
  if (withZero) return rareContrast(limit, units, value);
  const sign = limit.atMost ? 1 : -1;
  const bound = Math.log(limit.bound);
  const differences = pairs.map(({ log }) => sign * (log - bound));
  const weights = calmnessWeights(pairs.map(({ level }) => level));
  return {
    limit,
    statistics: [
      { differences, weights },
      { differences, weights: differences.map(() => 1) },
    ],
    launches: pairs.map(({ launch }) => launch),
    valued,
    rare: null,
  };
}

const hasOneZero = (value: UnitValue): boolean =>
  value !== null && (value.baseline === 0) !== (value.candidate === 0);

/** What is 0 in some units has no ratio there: candidate − bound × baseline is flipped instead. */
function rareContrast(
  limit: Limit,
  units: readonly GateUnit[],
  value: (unit: GateUnit) => UnitValue,
): Contrast {
  const present = units.flatMap((unit) => {
    const both = value(unit);
    return both === null ? [] : [{ launch: unit.launch, both }];
  });
  const sign = limit.atMost ? 1 : -1;
  const beyond = present.map(({ both }) => sign * (both.candidate - limit.bound * both.baseline));
  const even = { differences: beyond, weights: beyond.map(() => 1) };
  const sum = (side: Side) => present.reduce((total, { both }) => total + both[side], 0);
  return {
    limit,
    statistics: [even, even],
    launches: present.map(({ launch }) => launch),
    valued: present.length,
    rare: { baseline: sum('baseline'), candidate: sum('candidate') },
  };
}

interface Pair {
  readonly launch: number;
  /** log(candidate ÷ baseline). */
  readonly log: number;
  /** Mean of both logarithms: does not know which side is which. */
  readonly level: number;
}

/** The units whose two values have a ratio, and how many have a value at all. */
export function pairsOf(
  units: readonly GateUnit[],
  value: (unit: GateUnit) => UnitValue,
): { readonly pairs: readonly Pair[]; readonly valued: number } {
  const valued = units.flatMap((unit) => {
    const both = value(unit);
    // Nothing on both sides is no evidence for either.
    const nothing = both === null || (both.baseline === 0 && both.candidate === 0);
    return nothing ? [] : [{ launch: unit.launch, both }];
  });
  const pairs = valued
    .filter(({ both }) => hasRatio(both))
    .map(({ launch, both }) => ({
      launch,
      log: logRatio(both),
      level: (logOf(both.baseline) + logOf(both.candidate)) / 2,
    }));
  return { pairs, valued: valued.length };
}

/** Endless on both sides is no equality. */
const hasRatio = ({ baseline, candidate }: Readonly<Record<Side, number>>): boolean =>
  baseline > 0 && candidate > 0 && Math.min(baseline, candidate) < Infinity;

const logOf = (value: number): number => Math.log(Math.min(value, Number.MAX_VALUE));

const logRatio = ({ baseline, candidate }: Readonly<Record<Side, number>>): number =>
  Math.max(-largestLog, Math.min(largestLog, logOf(candidate) - logOf(baseline)));

/** The ratio by one of the statistics with its 95 % interval; null where there is none. */
export function ratioBy(
  { differences, weights }: Statistic,
  { limit, rare }: Pick<Contrast, 'limit' | 'rare'>,
  random: () => number,
): (Interval & { readonly value: number }) | null {
  if (rare !== null) return null;
  const sign = limit.atMost ? 1 : -1;
  const terms = differences.map((difference, unit) => {
    const weight = weights[unit] ?? 0;
    return { value: weight * (sign * difference + Math.log(limit.bound)), weight };
  });
  const limits = signFlipRatioInterval(terms, 0.95, random);
  if (limits === null) return null;
  const sum = (of: (term: (typeof terms)[number]) => number) =>
    terms.reduce((total, term) => total + of(term), 0);
  const centre = sum(({ value }) => value) / sum(({ weight }) => weight);
  return { value: Math.exp(centre), lo: Math.exp(limits.lo), hi: Math.exp(limits.hi) };
}

/** The weighted centre of each launch. */
export function launchCentres({ differences, weights }: Statistic, launches: readonly number[]) {
  const sums = new Map<number, { value: number; weight: number }>();
  for (const [unit, launch] of launches.entries()) {
    const { value, weight } = sums.get(launch) ?? { value: 0, weight: 0 };
    const own = weights[unit] ?? 0;
    sums.set(launch, {
      value: value + own * (differences[unit] ?? 0),
      weight: weight + own,
    });
  }
  return [...sums.values()].map(({ value, weight }) => value / weight);
}

/** The same limit from the other side: is it kept? */
export const mirrored = ({ differences, weights }: Statistic): Statistic => ({
  differences: differences.map((difference) => -difference),
  weights,
});
