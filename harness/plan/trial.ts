/** Scenario x two variants x launches: what one comparison needs, as a plan. */
import type { LoadedScenario, Variant } from '../config/config.ts';
import type { Load } from '../config/scenario.ts';
import type { Side } from '../record/arm-result.ts';

export interface PlannedArm {
  readonly side: Side;
  /** Whose server is loaded: in a control unit the same for both sides. */
  readonly server: Side;
  /** `A1`, `B1`, `A2`, `B2`: side and occurrence within the unit, made unique by `unit`; `C` poses as B. */
  readonly label: string;
  /** The same for A1 and B1 (or C1), and for A2 and B2. */
  readonly seed: string;
}

export interface Unit {
  readonly number: number;
  /** One server against itself, through the same pipeline. */
  readonly control: boolean;
  readonly arms: readonly PlannedArm[];
}

export interface Launch {
  readonly number: number;
  /** In which order the sides are started and warmed up. */
  readonly startOrder: readonly [Side, Side];
  /** One for each time that both sides are loaded before anything counts. */
  readonly warmUpSeeds: readonly string[];
  /** Then so many at most, until response times change no more; what they measure is thrown away. */
  readonly warmUpUnits: readonly Unit[];
  /** Of the operations that are counted one by one before anything is timed; null: none are. */
  readonly countSeed: string | null;
  readonly units: readonly Unit[];
}

export interface Trial {
  readonly scenario: LoadedScenario;
  readonly baseline: Variant;
  readonly candidate: Variant;
  /** The scenario's load, shortened for `--quick` or `--duration`. */
  readonly load: Load;
  readonly launches: readonly Launch[];
  /** A leak check; null for a comparison. */
  readonly soak: Soak | null;
}

export interface Soak {
  /** How long it takes, in ms. */
  readonly ms: number;
  /** Each side collects all garbage so often, in ms. */
  readonly collectEveryMs: number;
}
