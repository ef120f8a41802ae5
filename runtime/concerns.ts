/**
 * The 14 concerns of the runtime: for each finding of the audit one interface, implemented once in
 * `baseline/` and once in `optimized/`. The runtime is handed a `Concerns` and never knows whose.
 *
 * Any mix of the two must give the same run and step rows, the same final state and, for
 * interactive runs, the same critical events.
 */
import type { Logger } from 'pino';
import type { AgentState, StepResult } from './agent-state.ts';
import type { AnalysisReport, Dataset } from './dataset.ts';
import type { CriticalEvent, PassingEvent, RunMessage } from './run-event.ts';
import type { AnalyzeRequest, RunRequest, StepRequest } from './run-request.ts';

export interface Concerns {
  /** Finding 1 */ readonly runPipeline: RunPipeline;
  /** Finding 2 */ readonly retry: Retry;
  /** Finding 3 */ readonly snapshot: Snapshot;
  /** Finding 4 */ readonly createNotifier: CreateNotifier;
  /** Finding 5 */ readonly createPersister: CreatePersister;
  /** Finding 6 */ readonly createCallLog: CreateCallLog;
  /** Finding 7 */ readonly encodeMessage: EncodeMessage;
  /** Finding 8 */ readonly validation: Validation;
  /** Finding 9 */ readonly openConnections: OpenConnections;
  /** Finding 10 */ readonly createOffload: CreateOffload;
  /** Finding 11 */ readonly createMonitor: CreateMonitor;
  /** Finding 12 */ readonly createStateStore: CreateStateStore;
  /** Finding 13 */ readonly analysis: Analysis;
  /** Finding 14 */ readonly createAuthenticator: CreateAuthenticator;
}

// 1 pipeline.ts ---------------------------------------------------------------------------------

/** How a step ended; a step is skipped when one it depends on did not complete. */
export type StepOutcome = 'completed' | 'failed' | 'skipped';

/**
 * Executes every step after the steps it depends on, and reports how each ended. A step whose
 * dependencies did not all complete is `skip`ped, in either implementation, so the outcome of a run
 * does not depend on the order.
 */
export type RunPipeline = (
  steps: readonly StepRequest[],
  work: {
    /** Never throws: a failure is an outcome. */
    readonly execute: (step: StepRequest) => Promise<StepOutcome>;
    readonly skip: (step: StepRequest) => Promise<void>;
  },
) => Promise<ReadonlyMap<string, StepOutcome>>;

// 2 retry.ts ------------------------------------------------------------------------------------

export interface RetrySchedule {
  /** How many attempts may follow the first. */
  readonly maxRetries: number;
  /** How long to wait before attempt `attempt + 1`, in ms; null when the error is final. */
  readonly delayMs: (attempt: number, error: unknown) => number | null;
  /** The whole call, waits included, ends by then (performance.now() ms). */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/** Calls until it works or the schedule ends; rethrows the last error. Attempts count from 0. */
export type Retry = <T>(
  call: (attempt: number) => Promise<T>,
  schedule: RetrySchedule,
) => Promise<T>;

// 3 snapshot.ts ---------------------------------------------------------------------------------

export interface Snapshot {
  /** A state that the receiver may keep while the run goes on. */
  handOver(state: AgentState): AgentState;
  /** The state as JSON text; equal states give equal text. */
  serialize(state: AgentState): string;
}

// 4 notify.ts -----------------------------------------------------------------------------------

/** One open WebSocket of a user, subscribed to one run. */
export interface Subscriber {
  readonly runId: string;
  readonly userId: string;
  /** Bytes accepted but not yet written to the network. */
  readonly bufferedBytes: () => number;
  readonly send: (message: EncodedMessage) => void;
}

/** A run as the notifier sees it. */
export interface NotifiedRun {
  readonly id: string;
  readonly userId: string;
  readonly interactive: boolean;
}

export interface Notifier {
  /** Delivers a numbered critical event; before it, every passing event still held of the run. */
  critical(run: NotifiedRun, event: CriticalEvent, seq: number): void;
  /** May merge, delay or drop. */
  passing(run: NotifiedRun, event: PassingEvent): void;
  /** The run has ended: nothing of it is held any longer. */
  end(run: NotifiedRun): void;
  close(): void;
}

export type CreateNotifier = (to: {
  readonly subscribersOfUser: (userId: string) => Iterable<Subscriber>;
  readonly subscribersOfRun: (runId: string) => Iterable<Subscriber>;
  readonly encode: EncodeMessage;
  /** Milliseconds since the epoch, fractional. */
  readonly now: () => number;
}) => Notifier;

// 5 persist.ts ----------------------------------------------------------------------------------

export interface StepRow {
  readonly step: string;
  readonly position: number;
  readonly status: 'running' | 'completed' | 'failed' | 'skipped';
  readonly attempts: number;
  /** JSON text of the result, or null while there is none. */
  readonly result: string | null;
}

export interface RunEnd {
  readonly status: 'completed' | 'failed';
  readonly stateHash: string;
  readonly reason: string | null;
}

/** The persister of one run. Rows that any implementation leaves behind are the same at the end. */
export interface RunPersister {
  /** A step began or ended. `state` is the state after it. */
  step(row: StepRow, state: AgentState): Promise<void>;
  /** Resolves when the final state and every step row are stored, all or nothing. */
  finish(end: RunEnd, state: AgentState): Promise<void>;
}

/** The run's own row is inserted by the store before; `serialize` is concern 3's. */
export type CreatePersister = (to: {
  readonly connections: Connections;
  readonly serialize: (state: AgentState) => string;
}) => (runId: string) => RunPersister;

// 6 call-log.ts ---------------------------------------------------------------------------------

/** Debug log of payloads; the log level is `info` unless asked otherwise. */
export interface CallLog {
  request(name: string, payload: unknown): void;
  response(name: string, payload: unknown): void;
}

export type CreateCallLog = (logger: Logger) => CallLog;

// 7 message-size.ts -----------------------------------------------------------------------------

export interface EncodedMessage {
  /** Size on the wire in bytes (UTF-8). */
  readonly bytes: number;
  readonly text: string;
}

/** Throws `MessageTooLarge` (runtime/errors.ts) above `maxBytes`. */
export type EncodeMessage = (message: RunMessage, maxBytes: number) => EncodedMessage;

// 8 validation.ts -------------------------------------------------------------------------------

declare const validated: unique symbol;
export type Validated<T> = T & { readonly [validated]: true };

/** The layers behind the edge, each of which gets the request too. */
export type Layer = 'supervisor' | 'step' | 'model' | 'store';

export interface Validation {
  /** At the edge. Throws `InvalidRequest` (runtime/errors.ts) with every fault. */
  run(body: unknown): Validated<RunRequest>;
  analyze(body: unknown): Validated<AnalyzeRequest>;
  /** In a layer behind the edge. */
  runAgain(request: Validated<RunRequest>, layer: Layer): Validated<RunRequest>;
}

// 9 connections.ts ------------------------------------------------------------------------------

interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly rowCount: number;
}

export type Query = <Row>(text: string, values?: readonly unknown[]) => Promise<Rows<Row>>;

export interface Connections {
  readonly query: Query;
  /** BEGIN, work, COMMIT on one connection; ROLLBACK when work throws. */
  readonly transaction: <T>(work: (query: Query) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

export type OpenConnections = (databaseUrl: string) => Promise<Connections>;

// 10 offload.ts ---------------------------------------------------------------------------------

/** Runs analyses without holding up the event loop for long. */
export interface Offload {
  analyze(dataset: Dataset): Promise<AnalysisReport>;
  close(): Promise<void>;
}

/** A worker thread runs `runtime/analysis-worker.ts` (its URL: `analysisWorker`) with `analysis.module`. */
export type CreateOffload = (analysis: Analysis) => Offload;

// 11 monitor.ts ---------------------------------------------------------------------------------

export interface StepMeasurement {
  readonly name: string;
  readonly runId: string;
  readonly ms: number;
  readonly ok: boolean;
}

export interface MonitorSummary {
  readonly count: number;
  readonly p95Ms: number;
  readonly rssBytes: number;
  /** Measurements that were lost because the store could not keep up. */
  readonly dropped: number;
}

export interface Monitor {
  /** On the hot path, awaited by the runtime. */
  record(measurement: StepMeasurement): Promise<void>;
  summary(): MonitorSummary;
  /** Resolves when what was recorded is stored, or counted as dropped. */
  close(): Promise<void>;
}

export type CreateMonitor = (connections: Connections) => Monitor;

// 12 state.ts -----------------------------------------------------------------------------------

/** The typed state of one run. What is read is immutable to its readers. */
export interface StateStore {
  read(): AgentState;
  field<K extends keyof AgentState>(name: K): AgentState[K];
  /** Merges the result of a step (`mergeStepResult` of runtime/agent-state.ts); throws if invalid. */
  merge(result: StepResult): void;
}

export type CreateStateStore = (initial: AgentState) => StateStore;

// 13 analysis.ts --------------------------------------------------------------------------------

export interface Analysis {
  readonly analyze: (dataset: Dataset) => AnalysisReport;
  /** `import.meta.url` of the module that exports this as `analysis`, for worker threads. */
  readonly module: string;
}

// 14 auth.ts ------------------------------------------------------------------------------------

export interface Claims {
  readonly userId: string;
  readonly tokenId: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

export interface Authenticator {
  /** An HTTP request's bearer token. Throws `Unauthorized` (runtime/errors.ts). */
  verify(token: string): Claims;
  /** Called at upgrade; what it returns is called for every message and throws once the token has expired or was revoked. */
  connection(token: string): () => Claims;
  revoke(claims: Claims): void;
}

/** HS256 tokens { sub, jti, exp } signed with `secret`; `nowMs` is the epoch clock. */
export type CreateAuthenticator = (secret: string, nowMs: () => number) => Authenticator;
