/** How often would this gate have failed by chance? Its own units, their sides drawn by lot. */
import type { Statistic } from '../stats/max-t.ts';
import { drawFlips, maxTPValues } from '../stats/max-t.ts';
import { contrastOf } from './contrast.ts';
import { type GateTable, untilLaunch } from './gate-table.ts';
import type { Limit } from './limit.ts';
import type { Look } from './looks.ts';
import { brokenLevel, isTested } from './material.ts';

/** With more flips it takes longer, and p-values are finer than the first look's level anyway. */
const flipsOfEach = 999;

/**
 * Of `count` gates with the units of this one, each unit's sides exchanged or not by a coin: how many
 * prove the ratio of a limit to be above 1 (or below it, for one that is at least) at some look?
 */
export function relabelledFailures(
  table: GateTable,
  limits: readonly Limit[],
  looks: readonly Look[],
  count: number,
  random: () => number,
): number {
  const even = limits.filter(isTested).map((limit): Limit => ({ ...limit, bound: 1 }));
  const stages = looks
    .filter(({ launches }) => launches <= table.stalls.length)
    .map((look) => stageOf(untilLaunch(table, look.launches), even, look, random));
  const signs = drawFlips(table.units.length, count + 1, random).slice(1);
  return signs.filter((exchanged) => stages.some((stage) => stage(exchanged))).length;
}

/** Does the gate fail at this look, with the sides exchanged where a sign is -1? */
function stageOf(
  { units }: GateTable,
  limits: readonly Limit[],
  { level }: Look,
  random: () => number,
): (exchanged: Int8Array) => boolean {
  const statistics = limits
    .map((limit) => contrastOf(limit, units))
    .filter(({ launches }) => launches.length === units.length)
    .flatMap((contrast) => contrast.statistics);
  const flips = drawFlips(units.length, flipsOfEach, random);
  return (exchanged) => {
    const relabelled = statistics.map(
      ({ differences, weights }): Statistic => ({
        differences: differences.map((difference, unit) => difference * (exchanged[unit] ?? 1)),
        weights,
      }),
    );
    return maxTPValues(relabelled, flips).some((p) => p <= brokenLevel(level));
  };
}
