/**
 * The file between a measured process and the harness: a header, then a line every 250 ms (50 where
 * arms are short: each is followed by a wait for the line that closes it).
 */

/** How late the event loop was: [monotonic microseconds when it came round, lag in ms]. */
export type Lag = readonly [atUs: number, lagMs: number];

export interface ProbeHeader {
  readonly probe: 'tandem/probe@1';
  readonly pid: number;
  readonly node: string;
}

/** Counters since the process began: the difference of two lines is what happened between them. */
export interface ProbeCounters {
  readonly cpuUs: number;
  /** Time in which the event loop was not waiting for events. */
  readonly activeMs: number;
  readonly gcPauseMs: number;
  readonly gcCount: number;
  readonly connects: number;
  readonly statements: number;
  readonly rows: number;
  readonly databaseBytes: number;
  readonly wsMessages: number;
  readonly wsBytes: number;
}

export interface ProbeLine extends ProbeCounters {
  /** Monotonic microseconds. */
  readonly atUs: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
  /** Maxima since the line before. */
  readonly poolInUseMax: number;
  readonly poolWaitingMax: number;
  readonly wsBufferedMaxBytes: number;
  /** All since the line before. */
  readonly lags: readonly Lag[];
  readonly poolWaitsUs: readonly number[];
}
