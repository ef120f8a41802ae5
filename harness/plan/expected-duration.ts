/** How long a plan will take, for the list, the budget and the time left. Measured on two cores. */
import type { Load, Scenario } from '../config/scenario.ts';
import type { Trial } from './trial.ts';
import { isLong, longArmMs, shortestWarmUpMs, warmUpMs } from './warm-up-load.ts';

/** Two servers, databases, services and the generator, up and down again. */
const launchMs = 2800;
/** Draining and reading the probe after an arm. */
const betweenArmsMs = 250;
const longDrainMs = 1800;

/** Milliseconds that one arm of this load takes, draining included. */
export function expectedArmMs(load: Load): number {
  const loaded = load.kind === 'episode' ? load.withinMs + longDrainMs : load.armMs;
  return loaded + betweenArmsMs + (loaded >= longArmMs ? longDrainMs : 0);
}

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
  const settlingMs = armsPerUnit === 4 ? shortestWarmUpMs : 0;
  return trial.launches * (launchMs + 2 * warmUps * warmUpMs(load) + settlingMs) + arms;
}
