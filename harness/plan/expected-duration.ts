/** How long a plan will take, for the list, the budget and the time left. Measured on two cores. */
import type { Load, Scenario } from '../config/scenario.ts';
import type { Trial } from './trial.ts';

/** Two servers, databases, services and the generator, up and down again. */
const launchMs = 2800;
/** Draining and reading the probe after an arm. */
const betweenArmsMs = 250;
const longDrainMs = 1800;
const longArmMs = 5000;

/** Milliseconds that one arm of this load takes, draining included. */
export function expectedArmMs(load: Load): number {
  const loaded = load.kind === 'episode' ? load.withinMs + longDrainMs : load.armMs;
  return loaded + betweenArmsMs + (loaded >= longArmMs ? longDrainMs : 0);
}

/** Long arms are warmed up once, short ones twice: a plan is never longer than an arm. */
export const isLong = (load: Load): boolean => load.kind === 'episode' || load.armMs >= longArmMs;

/** A launch is warmed up for so long at least before a gate, and no longer than that, in ms. */
export const shortestWarmUpMs = 10_000;
export const longestWarmUpMs = 30_000;

/** How long a side is loaded at most by one round of warm-up, in ms. */
export const warmUpMs = (load: Load): number =>
  load.kind === 'episode' ? longArmMs : Math.min(longArmMs, load.armMs);

export function expectedMs(trials: readonly Trial[]): number {
  let sum = 0;
  for (const { launches, load } of trials) {
    const arms = launches.flatMap(({ units }) => units.flatMap((unit) => unit.arms)).length;
    const warmUps = launches.flatMap(({ warmUpSeeds }) => warmUpSeeds).length;
    const settling = launches.filter(({ warmUpUnits }) => warmUpUnits.length > 0).length;
    sum +=
      settling * shortestWarmUpMs +
      launches.length * launchMs +
      2 * warmUps * warmUpMs(load) +
      arms * expectedArmMs(load);
  }
  return sum;
}

/** Milliseconds that a full trial of this scenario takes. */
export function expectedScenarioMs({ load, trial, settleMs = 0 }: Scenario): number {
  const armsPerUnit = load.kind === 'open' && load.unit === 'quad' ? 4 : 2;
  const arms = trial.units * armsPerUnit * (expectedArmMs(load) + settleMs);
  const warmUps = isLong(load) ? 1 : 2;
  return trial.launches * (launchMs + 2 * warmUps * warmUpMs(load)) + arms;
}
