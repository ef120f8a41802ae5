/** What the server of the benchmark of lag saw. Times in ms. */
export interface Seen {
  /** From sending to the handler, one a request. */
  readonly waitedMs: readonly number[];
  /** Percentiles of perf_hooks' own histogram, in the order of `percentiles`. */
  readonly monitoredMs: readonly number[];
}

export const percentiles = [0.5, 0.95, 0.99] as const;
