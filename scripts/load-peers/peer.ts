/** What the benchmarks of load know of another load generator. */

/** Where the load goes, for how long, and where its generator may run. */
export interface Load {
  readonly url: string;
  readonly seconds: number;
  readonly cores: readonly number[] | null;
}

/** What a generator says of a load that it made; null where it does not tell. */
export interface Made {
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** Of its processes, start-up included. */
  readonly cpuMs: number;
}

export interface Peer {
  readonly name: string;
  /** Null when it is there, else how to get it. */
  readonly missing: string | null;
  /** At a rate, with so many connections. */
  readonly paced?: (load: Load, ratePerSecond: number, connections: number) => Promise<Made>;
  /** As fast as so many connections are answered. */
  readonly saturated?: (load: Load, connections: number) => Promise<Made>;
}
