/**
 * The file between a measured process and the harness: a header, then a line every 250 ms (100 where
 * arms are short: each is followed by a wait for the line that closes it). Each Node process below
 * the first one has a file of its own beside it.
 */

import type { Collection } from '../record/arm-result.ts';

/** How late the event loop was: [monotonic microseconds when it came round, lag in ms]. */
export type Lag = readonly [atUs: number, lagMs: number];

export interface ProbeHeader {
  readonly probe: 'tandem/probe@1';
  readonly pid: number;
  readonly node: string;
  /** The nearest process above it that records itself too. */
  readonly parent: number | null;
}

/** The file of a process that is not the first: beside the file of that one. */
export const childFile = (file: string, pid: number): string => `${file}.${pid}`;

/** Counters since the process began: the difference of two lines is what happened between them. */
export interface ProbeCounters {
  readonly cpuUs: number;
  /** Time in which the event loop was not waiting for events. */
  readonly activeMs: number;
  /** Those of the probe's own timer among them, up to 50 a second. */
  readonly loopTurns: number;
  readonly gcPauseMs: number;
  readonly gcCount: number;
  readonly connects: number;
  readonly statements: number;
  readonly rows: number;
  readonly databaseBytes: number;
  readonly wsMessages: number;
  readonly wsBytes: number;
  readonly httpRequests: number;
  readonly httpWaitUs: number;
}

export interface ProbeLine extends ProbeCounters {
  /** Monotonic microseconds. */
  readonly atUs: number;
  /** Of children since the process began, in microseconds; null where it cannot be read. */
  readonly childrenCpuUs: number | null;
  /** Connections accepted since the process began: one that accepted none takes no requests. */
  readonly accepted: number;
  /** So far, what would have to be counted went past the probe. */
  readonly databaseUnseen: boolean;
  readonly wsUnseen: boolean;
  readonly rssBytes: number;
  readonly heapBytes: number;
  /** Connections of pools that nobody holds, at this moment. */
  readonly poolIdle: number;
  /** Maxima since the line before. */
  readonly poolInUseMax: number;
  readonly poolWaitingMax: number;
  readonly wsBufferedMaxBytes: number;
  /** All since the line before. */
  readonly lags: readonly Lag[];
  readonly poolWaitsUs: readonly number[];
  readonly collections: readonly Collection[];
}
