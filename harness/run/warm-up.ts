/** Before anything counts: both sides have done the work, and hold what the operations read. */
import type { Launch, Trial } from '../plan/trial.ts';
import { shortestWarmUpMs, warmUpLoad } from '../plan/warm-up-load.ts';
import type { LoadResult, Side } from '../record/arm-result.ts';
import { quantile, sortedNumbers } from '../stats/quantile.ts';
import { mean } from '../stats/t-interval.ts';
import { trendPValue } from '../stats/trend.ts';
import type { WarmUp } from './events.ts';
import type { LaunchedPair } from './launched-pair.ts';
import type { Rig } from './rig.ts';
import { driveSide } from './run-arm.ts';

/** A side has done at least so many operations before it counts as warm. */
const fewestOperations = 20;
/** So many units in a row show whether response times still change. */
const window = 8;
/** A trend this unlikely by chance is one. */
const trendLevel = 0.05;

/** Each side in the order of the launch, then in units; whatever it measures is thrown away. */
export async function warmUp(
  pair: LaunchedPair,
  trial: Trial,
  launch: Launch,
  rig: Rig,
): Promise<WarmUp> {
  const startedMs = performance.now();
  const load = warmUpLoad(trial.load);
  const { prepare } = trial.scenario.scenario;
  for (const side of launch.startOrder) {
    const { server, databaseUrl } = pair.sides[side];
    const label = side === 'baseline' ? 'A0' : 'B0';
    if (rig.signal.aborted) break;
    if (prepare) await pair.generator.prepare({ url: server.url, databaseUrl });
    for (const seed of launch.warmUpSeeds) {
      if (rig.signal.aborted) break;
      await driveSide(pair, { side, server: side, label, seed }, load);
    }
  }
  const steady = await untilSteady(pair, trial, launch, rig);
  return { ms: Math.round(performance.now() - startedMs), steady };
}

/**
 * Units until their levels show no trend. A level is the mean of both sides' medians, so that nobody
 * can stop when the sides look as he likes.
 */
async function untilSteady(
  pair: LaunchedPair,
  { load }: Trial,
  launch: Launch,
  rig: Rig,
): Promise<boolean | null> {
  if (launch.warmUpUnits.length === 0) return null;
  const startedMs = performance.now();
  const done = { baseline: 0, candidate: 0 };
  const levels: number[] = [];
  for (const { arms } of launch.warmUpUnits) {
    const medians: number[] = [];
    for (const arm of arms) {
      if (rig.signal.aborted) return null;
      const driven = await driveSide(pair, arm, load);
      done[arm.side] += driven.counts.completed;
      medians.push(logMedian(driven));
    }
    levels.push(mean(medians));
    const longEnough = performance.now() - startedMs >= shortestWarmUpMs && hasWorked(done);
    if (longEnough && isSteady(levels)) return true;
  }
  return false;
}

const hasWorked = (done: Readonly<Record<Side, number>>): boolean =>
  Math.min(done.baseline, done.candidate) >= fewestOperations;

const isSteady = (levels: readonly number[]): boolean =>
  trendPValue(levels.slice(-window)) > trendLevel;

/** 0 where nothing completed: that is what the arms that count will show, too. */
function logMedian({ operations }: LoadResult): number {
  const completed = operations.filter(({ outcome }) => outcome === 'completed');
  const values = sortedNumbers(completed.map(({ responseUs }) => responseUs));
  return values.length === 0 ? 0 : Math.log(Math.max(1, quantile(values, 0.5)));
}
