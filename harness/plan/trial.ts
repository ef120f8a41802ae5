/** Scenario x two variants x launches: what one comparison needs, as a plan. */
import type { LoadedScenario, Variant } from '../config/config.ts';
import type { Load } from '../config/scenario.ts';
import type { Side } from '../record/arm-result.ts';

export interface PlannedArm {
  readonly side: Side;
  /** `A1`, `B1`, `A2`, `B2`: side and occurrence within the unit, made unique by `unit`. */
  readonly label: string;
  /** The same for A1 and B1, and for A2 and B2. */
  readonly seed: string;
}

export interface Unit {
  readonly number: number;
  readonly arms: readonly PlannedArm[];
}

export interface Launch {
  readonly number: number;
  /** In which order the sides are started and warmed up. */
  readonly startOrder: readonly [Side, Side];
  /** One for each time that both sides are loaded before anything counts. */
  readonly warmUpSeeds: readonly string[];
  readonly units: readonly Unit[];
}

export interface Trial {
  readonly scenario: LoadedScenario;
  readonly baseline: Variant;
  readonly candidate: Variant;
  /** The scenario's load, shortened for `--quick` or `--duration`. */
  readonly load: Load;
  readonly launches: readonly Launch[];
}
