/** What one arm leaves behind: one line of `arms.ndjson`. */

export type Side = 'baseline' | 'candidate';

/** `planned` is the sum of the others, or the arm is invalid. */
export interface Counts {
  readonly planned: number;
  readonly completed: number;
  readonly errored: number;
  readonly timedOut: number;
  readonly dropped: number;
  readonly unfinished: number;
}

export type Outcome = Exclude<keyof Counts, 'planned'>;

/** One operation as the generator saw it. Durations in microseconds, whole. */
export interface OperationRecord {
  readonly key: string;
  /** After the start of the arm. */
  readonly plannedUs: number;
  /** How much later than planned it was sent. */
  readonly sendLagUs: number;
  /** From the planned moment to the end (or to where it was given up). */
  readonly responseUs: number;
  /** From the actual start to the end; 0 when it was dropped. */
  readonly serviceUs: number;
  readonly outcome: Outcome;
  readonly digest: string;
  /** Above the planned path, net of lateness; null when there is no planned path. May be negative. */
  readonly overheadUs: number | null;
}

/** A picture that a client of the scenario took. */
export interface Picture {
  readonly title: string;
  readonly pngBase64: string;
}

/** What the generator's process reports of an arm. Times on the monotonic clock, in microseconds. */
export interface LoadResult {
  readonly startedUs: number;
  readonly endedUs: number;
  readonly counts: Counts;
  readonly operations: readonly OperationRecord[];
  /** Durations in microseconds, by name (`step`, `firstEvent`, `ws.delay`); those of the cut are left out. */
  readonly samples: Readonly<Record<string, readonly number[]>>;
  readonly tallies: Readonly<Record<string, number>>;
  /** The most frequent failures in words, with their numbers. */
  readonly failures: readonly { readonly message: string; readonly count: number }[];
  /** What clients of the scenario's own saw, when they took pictures. */
  readonly pictures?: readonly Picture[];
  readonly generator: {
    readonly sendLagP99Ms: number;
    /** Event-loop utilization of the generator, 0 to 1. */
    readonly utilization: number;
    readonly cpuMs: number;
  };
}

/** What a process held just after a full garbage collection. */
export interface Collection {
  /** Monotonic microseconds. */
  readonly atUs: number;
  readonly heapBytes: number;
  /** Contents of buffers, outside the heap. */
  readonly bufferBytes: number;
  readonly rssBytes: number;
}

/** What the probe saw in the processes of one server during one arm. Sums and maxima over the window. */
export interface ServerReadings {
  /** How late the event loop was, whenever it was late by 2 ms or more: [monotonic microseconds, lag in ms]. */
  readonly lags: readonly (readonly [number, number])[];
  readonly windowMs: number;
  readonly activeMs: number;
  /** Absent from recordings of before it was read, as is all that is optional here. */
  readonly loopTurns?: number;
  /** Of the processes that take requests, added up: how long they were watched, and active for how much of it. */
  readonly servingMs?: number;
  readonly servingActiveMs?: number;
  /** Of all processes and their children. */
  readonly cpuMs: number;
  readonly rssMaxBytes: number;
  readonly heapMaxBytes: number;
  readonly gcPauseMs: number;
  /** Microseconds from asking for a connection to holding it. */
  readonly poolWaitsUs: readonly number[];
  readonly poolInUseMax: number;
  readonly poolWaitingMax: number;
  readonly connects: number;
  readonly statements: number;
  readonly rows: number;
  readonly databaseBytes: number;
  readonly wsMessages: number;
  readonly wsBytes: number;
  readonly wsBufferedMaxBytes: number;
  /** Something went past the probe, so that the counts are not whole. */
  readonly databaseUnseen?: boolean;
  readonly wsUnseen?: boolean;
  readonly httpRequests?: number;
  readonly httpWaitMs?: number;
  /** The full ones of the window. */
  readonly collections: readonly Collection[];
  /** One entry for each line of the probe, for the timelines. */
  readonly timeline: readonly TimelinePoint[];
}

export interface TimelinePoint {
  /** Monotonic microseconds. */
  readonly atUs: number;
  readonly utilization: number;
  readonly lagMaxMs: number;
  /** Cores in use by the Node processes, 1 = one whole core. */
  readonly cpuCores: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
  readonly poolInUse: number;
  /** When the line was written. */
  readonly poolIdle?: number;
  readonly poolWaiting: number;
  readonly wsMessages: number;
  /** Most since the line before, held for sockets that read slowly. */
  readonly wsBufferedBytes?: number;
  /** Since the line before, in garbage collection; of several processes, that of the longest. */
  readonly gcPauseMs?: number;
}

/** Why something may not be judged; `valid` has no reasons. */
export interface Validity {
  readonly state: 'valid' | 'invalid';
  readonly reasons: readonly string[];
}

export interface ArmResult {
  readonly scenario: string;
  /** Counted from 0, each within the one before. */
  readonly launch: number;
  readonly unit: number;
  readonly position: number;
  readonly side: Side;
  readonly seed: string;
  /** Milliseconds since the epoch at the start. */
  readonly at: number;
  readonly load: LoadResult;
  /** Null when the server could not be probed (it is not Node, or it died). */
  readonly server: ServerReadings | null;
  /** CPU time of the database in this arm; null without one. */
  readonly databaseCpuMs: number | null;
  /** How late the services were, P99 in ms over their calls; null without lateness channel or calls. */
  readonly serviceLateP99Ms: number | null;
  /** The busiest core but the measured one, 0 to 1; null where it can't be read. */
  readonly helperCoreBusy: number | null;
  readonly validity: Validity;
}
