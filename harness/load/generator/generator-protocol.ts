/** What the orchestrator and the generator's process say to each other (IPC, structured clones). */
import type { ScenarioSource } from '../../config/config.ts';
import type { ArmRequest, PackedLoad } from '../arm.ts';
import type { Target } from '../drive-plan.ts';
import type { InTurn, InTurnRequest } from '../in-turn.ts';
import type { LevelRequest, PackedLevel } from '../level.ts';
import type { OperationColumns } from '../operation-columns.ts';
import type { Ended } from '../overhead.ts';
import type { Saturation, SaturationRequest } from '../saturate.ts';

/** How late services were for their calls, in ms, by call key. */
export type Lateness = Readonly<Record<string, number>>;

export type Command =
  /** Comes first, once. */
  | { readonly kind: 'load'; readonly source: ScenarioSource }
  | { readonly kind: 'arm'; readonly request: ArmRequest }
  | { readonly kind: 'level'; readonly request: LevelRequest }
  | { readonly kind: 'saturate'; readonly request: SaturationRequest }
  | { readonly kind: 'inTurn'; readonly request: InTurnRequest }
  | { readonly kind: 'prepare'; readonly target: Target }
  | { readonly kind: 'digest'; readonly target: Target }
  | {
      readonly kind: 'overhead';
      readonly operations: readonly Ended[];
      readonly lateness: Lateness;
    }
  /** Ends what is under way: the answer of a load is then its partial result, `prepare` fails. */
  | { readonly kind: 'abort' };

/** What each command is answered with. */
export interface Answers {
  readonly load: null;
  /** Its operations come before it, in pieces. */
  readonly arm: Omit<PackedLoad, 'operations'>;
  readonly level: PackedLevel;
  readonly saturate: Saturation;
  readonly inTurn: InTurn;
  readonly prepare: null;
  readonly digest: Readonly<Record<string, string>>;
  readonly overhead: Float64Array;
  readonly abort: null;
}

export interface CommandMessage {
  readonly id: number;
  readonly command: Command;
}

export type AnswerMessage =
  | { readonly id: number; readonly piece: OperationColumns }
  | { readonly id: number; readonly answer: Answers[Command['kind']] }
  | { readonly id: number; readonly fault: Fault };

/** An error on its way between processes; `code` is null when it is a fault of Tandem or the scenario. */
export interface Fault {
  readonly code: number | null;
  readonly message: string;
  readonly stack: string | null;
}
