/** What the candidates of the study of the gate are slowed down by. */
import { usageError } from '../../harness/error.ts';

/** On a bare server: `bare-server.ts`. */
export interface BarePlant {
  readonly server: 'bare';
  /** Factor on computing and on waiting; what the network and the client take stays as it is. */
  readonly slower: number;
  /** Of the requests, those that wait longer, and for how long. */
  readonly tail: { readonly share: number; readonly ms: number };
  /** The event loop is blocked for so long every five seconds. */
  readonly stallMs: number;
}

/** On the optimized agent runtime: `planted-runtime.ts`. */
export interface RuntimePlant {
  readonly server: 'runtime';
  /** Each statement takes so much longer. */
  readonly databaseMs: number;
  /** Connections of the pool. */
  readonly pool: number;
  /** Each WebSocket message is sent so many times. */
  readonly copies: number;
  /** Statements more for each run. */
  readonly queries: number;
  /** What it is compared with, where that is not the runtime as it is. */
  readonly against?: string;
  /** Of its arms, where those of the scenario are too short; units are fewer then, for the same time. */
  readonly armMs?: number;
}

const bare: BarePlant = { server: 'bare', slower: 1, tail: { share: 0, ms: 0 }, stallMs: 0 };
const runtime: RuntimePlant = {
  server: 'runtime',
  databaseMs: 0,
  pool: 10,
  copies: 1,
  queries: 0,
};

/** A response is so many times as long as what is slowed down in it (5.4 against 4.5 ms). */
const whole = 1.2;

export const plants = {
  none: bare,
  'slower-5': { ...bare, slower: 1 + 0.05 * whole },
  'slower-10': { ...bare, slower: 1 + 0.1 * whole },
  'slower-15': { ...bare, slower: 1 + 0.15 * whole },
  // As a cache that one request in ten misses: P95 of 6.6 ms was to rise by 10 and by 15 %, P50 hardly.
  // They came to 13 and 16 %: docs/gate-study.md has what each plant did.
  'p95-10': { ...bare, tail: { share: 0.1, ms: 1.7 } },
  'p95-15': { ...bare, tail: { share: 0.1, ms: 2.2 } },
  'tail-60': { ...bare, tail: { share: 0.01, ms: 60 } },
  'stall-200': { ...bare, stallMs: 200 },
  'runtime-none': runtime,
  'runtime-database-1': { ...runtime, databaseMs: 1 },
  // A pool of 3 is busy for 85 % of the time where a statement takes 12 ms: 10 are never needed.
  'runtime-slow-database': { ...runtime, databaseMs: 11 },
  'runtime-pool-3': { ...runtime, databaseMs: 11, pool: 3, against: 'runtime-slow-database' },
  // In the scenario's arms of 250 ms no queue builds up: the gate itself calls them too short.
  'runtime-pool-3-long': {
    ...runtime,
    databaseMs: 11,
    pool: 3,
    against: 'runtime-slow-database',
    armMs: 1000,
  },
  'runtime-copies-2': { ...runtime, copies: 2 },
  'runtime-query': { ...runtime, queries: 1 },
} as const satisfies Readonly<Record<string, BarePlant | RuntimePlant>>;

export type PlantName = keyof typeof plants;

export function plantNamed(name: string): BarePlant | RuntimePlant {
  const plant = Object.entries(plants).find(([each]) => each === name)?.[1];
  if (plant) return plant;
  throw usageError(`there is no plant '${name}': there is ${Object.keys(plants).join(', ')}.`);
}
