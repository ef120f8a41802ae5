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
  /** Units in which both sides have a value. */
  readonly valued: number;
}

/** A ratio of no failures to some is beyond all bounds: a hundred. */
const largestLog = Math.log(100);

export function contrastOf(limit: Limit, units: readonly GateUnit[]): Contrast {
  const sign = limit.atMost ? 1 : -1;
  const bound = Math.log(limit.bound);
  const { pairs, valued } = pairsOf(units, ({ values }) => values[limit.metric] ?? null);
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
  };
}

interface Pair {
  readonly launch: number;
  /** log(candidate ÷ baseline). */
  readonly log: number;
  /** Mean of both logarithms: does not know which side is which. */
  readonly level: number;
}

/** The units whose two values have a ratio. */
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
  const pairs = valued.flatMap(({ launch, both }) =>
    both.baseline > 0 && both.candidate > 0
      ? [{ launch, log: logRatio(both), level: (logOf(both.baseline) + logOf(both.candidate)) / 2 }]
      : [],
  );
  return { pairs, valued: valued.length };
}

const logOf = (value: number): number => Math.log(Math.min(value, Number.MAX_VALUE));

function logRatio({ baseline, candidate }: Readonly<Record<Side, number>>): number {
  if (baseline === candidate) return 0;
  return Math.max(-largestLog, Math.min(largestLog, logOf(candidate) - logOf(baseline)));
}

/** The ratio by calm units with its 95 % interval; null for too few units. */
export function weightedRatio(
  { limit, statistics: [{ differences, weights }] }: Contrast,
  random: () => number,
): (Interval & { readonly value: number }) | null {
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

/** The same limit from the other side: is it kept? */
export const mirrored = ({ differences, weights }: Statistic): Statistic => ({
  differences: differences.map((difference) => -difference),
  weights,
});
