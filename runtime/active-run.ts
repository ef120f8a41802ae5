/** A run in progress, as its steps see it. */
import type { RunPersister, Validated } from './concerns.ts';
import type { RunRecord } from './run-registry.ts';
import type { RunRequest } from './run-request.ts';

export interface ActiveRun {
  readonly record: RunRecord;
  readonly request: Validated<RunRequest>;
  readonly persister: RunPersister;
  /** Aborts when the server stops before the run has ended. */
  readonly signal: AbortSignal;
  /** Why steps failed, by their names. */
  readonly failures: Map<string, string>;
}
