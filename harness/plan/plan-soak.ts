/** A leak check: one scenario, one launch, as many units as the time holds. */
import type { Config } from '../config/parse-config.ts';
import type { Load, Scenario } from '../config/scenario.ts';
import { usageError } from '../error.ts';
import { expectedArmMs } from './expected-duration.ts';
import type { Soak } from './trial.ts';

/** Half of them fall into a side's own arms, and half of those into its second half, which is judged. */
const collections = 160;
const mostOftenMs = 100;
const shortestMs = 10_000;
/** A side must have come back after the other's turn. */
const fewestUnits = 2;
/** A recording is read as one text. */
const mostOperations = 1_000_000;

/** What takes so long that no time may be judged. */
const unjudged =
  'a leak check collects garbage more often than the servers would, and that takes time';

/** Null for a comparison. Throws a usage error for more than one scenario. */
export function planSoak({ soakMs, scenarios }: Config): Soak | null {
  if (soakMs === null) return null;
  if (scenarios.length !== 1) {
    throw usageError(
      `--soak drives one scenario, and ${scenarios.length} would be measured: name one, or give --url /path and --rate 100.`,
    );
  }
  return { ms: soakMs, collectEveryMs: Math.max(mostOftenMs, soakMs / collections) };
}

/** Throws a usage error for a soak that is too short, or longer than a recording can be. */
export function soakUnits({ ms }: Soak, load: Load): number {
  const arms = load.kind === 'open' && load.unit === 'quad' ? 4 : 2;
  const unitMs = arms * expectedArmMs(load);
  const neededMs = Math.max(shortestMs, fewestUnits * unitMs);
  if (ms < neededMs) {
    throw usageError(
      `--soak is too short: memory shows nothing in less than ${Math.ceil(neededMs / 1000)} s of this scenario; 10m is usual.`,
    );
  }
  const units = Math.round(ms / unitMs);
  if (units * arms * operationsOf(load) > mostOperations) {
    throw usageError(
      `--soak is too long: a recording holds about ${mostOperations.toLocaleString('en-US')} operations; soak for less, or at a lower rate.`,
    );
  }
  return units;
}

const operationsOf = (load: Load): number =>
  load.kind === 'open' ? (load.ratePerSecond * load.armMs) / 1000 : load.operations;

/** Its figures are shown, its times not judged. */
export const soaked = (scenario: Scenario): Scenario => ({ ...scenario, unjudged });
