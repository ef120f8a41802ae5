/** What a search of capacity tells as it goes, each on disk before the next step. */
import type { LevelVerdict } from '../capacity/judge-level.ts';
import type { PackedLevel } from '../load/level.ts';
import type { Saturation } from '../load/saturate.ts';
import type { Side } from '../record/arm-result.ts';
import type { Failure } from './events.ts';

export type CapacityEvent =
  | { readonly kind: 'launching' }
  | SaturationStep
  | LevelStep
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface SaturationStep extends Surroundings {
  readonly kind: 'saturation';
  readonly side: Side;
  readonly connections: number;
  readonly saturation: Saturation;
}

export interface LevelStep extends Surroundings {
  readonly kind: 'level';
  readonly side: Side;
  /** As it was asked for; a plan has whole operations. */
  readonly ratePerSecond: number;
  readonly durationMs: number;
  readonly level: PackedLevel;
  readonly verdict: LevelVerdict;
}

/** What else there was on the machine while a side was loaded. */
export interface Surroundings {
  /** The busiest core but the measured one, 0 to 1; null where servers are not pinned. */
  readonly helperCoreBusy: number | null;
  /** How late the services were, P99 in ms over their calls; null without calls. */
  readonly serviceLateP99Ms: number | null;
}
