/** What a running comparison tells: for the run folder and for the progress line. */
import type { Load } from '../config/scenario.ts';
import { exitCode, TandemError } from '../error.ts';
import type { Diagnosis } from '../profile/diagnosis.ts';
import type { ArmResult, Side } from '../record/arm-result.ts';

export type RunEvent =
  /** Two mixes of fixes follow, compared as a scenario of this name. */
  | {
      readonly kind: 'comparing';
      readonly scenario: string;
      readonly stage: string;
      readonly from: number;
      readonly to: number;
      readonly load: Load;
    }
  | { readonly kind: 'launching'; readonly scenario: string; readonly launch: number }
  | { readonly kind: 'arm'; readonly arm: ArmResult }
  /** Of a control unit: on one server, whatever its side. */
  | { readonly kind: 'control'; readonly arm: ArmResult }
  /** After the last arm of a launch: were the answers and rows the same on both sides? */
  | {
      readonly kind: 'launched';
      readonly scenario: string;
      readonly launch: number;
      readonly sameWork: SameWork;
      readonly stalls: LaunchStalls;
      readonly warmUp: WarmUp;
      /** Null where nothing was counted one by one. */
      readonly counts: LaunchCounts | null;
    }
  /** A trial that could not be measured (to the end): the others go on. */
  | {
      readonly kind: 'failed';
      readonly scenario: string;
      readonly launch: number;
      readonly failure: Failure;
    }
  | LookEvent;

/** Of the diagnosis pass, which follows all that is timed. */
export type LookEvent =
  | {
      readonly kind: 'looking';
      readonly scenario: string;
      readonly variant: string;
      /** At what: `time and memory`. */
      readonly at: string;
    }
  | { readonly kind: 'diagnosed'; readonly scenario: string; readonly diagnosis: Diagnosis }
  /** It could not be looked into (to the end): what was timed stays. */
  | { readonly kind: 'undiagnosed'; readonly scenario: string; readonly failure: Failure };

/** What was measured before anything counted, and thrown away. */
export interface WarmUp {
  /** Both sides together, in ms. */
  readonly ms: number;
  /** Had response times ceased to change? Null when nothing was there to tell from. */
  readonly steady: boolean | null;
}

/** What an operation causes when it is the only one. */
export type CountedName =
  | 'db.statementsPerOperation'
  | 'db.connectsPerOperation'
  | 'db.rowsPerOperation'
  | 'db.bytesPerOperation'
  | 'http.requestsPerOperation'
  | 'ws.messagesPerOperation'
  | 'ws.bytesPerOperation';

/** Without what went past the probe. */
export type Counted = Readonly<Partial<Record<CountedName, number>>>;

export type LaunchCounts = Readonly<Record<Side, Counted | null>>;

/** Of each side from the warm-up to the end of a launch; null where it could not be probed. */
export type LaunchStalls = Readonly<Record<Side, StallCount | null>>;

/** How often the event loop was blocked for over 50 ms (once a second at most), of how long it was watched. */
export interface StallCount {
  readonly count: number;
  readonly watchedMs: number;
}

export interface SameWork {
  readonly compared: number;
  /** How many of them differ; `differences` names the first of them. */
  readonly different: number;
  readonly differences: readonly string[];
}

export interface Failure {
  readonly code: number;
  readonly message: string;
}

/** A fault of Tandem's own keeps its stack: somebody has to find it. */
export function failureOf(error: unknown): Failure {
  if (error instanceof TandemError) return { code: error.code, message: error.message };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: exitCode.internal, message };
}
