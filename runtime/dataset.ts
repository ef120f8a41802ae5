/** Metric rows as columns in shared memory, so that a worker thread gets them without a copy. */
import type { DatasetRequest } from './run-request.ts';

export const services = [
  'api',
  'auth',
  'billing',
  'cache',
  'ingest',
  'mail',
  'search',
  'web',
] as const;

/** Row i: service `services[service[i]]` had a latency of `latencyMs[i]` and a cost of `cost[i]`. */
export interface Dataset {
  readonly rows: number;
  readonly service: Uint8Array;
  readonly latencyMs: Float64Array;
  /** In micro-dollars, whole. */
  readonly cost: Uint32Array;
  /** 1 where the row is an error. */
  readonly failed: Uint8Array;
}

export interface ServiceReport {
  readonly service: string;
  readonly rows: number;
  readonly errors: number;
  readonly costMicroUsd: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/** Percentiles are nearest-rank, so both implementations give the same bits. */
export interface AnalysisReport {
  readonly rows: number;
  readonly errors: number;
  readonly costMicroUsd: number;
  readonly p95Ms: number;
  /** Rows above three times the median latency. */
  readonly slow: number;
  readonly services: readonly ServiceReport[];
}

const recent = new Map<string, Dataset>();
const keep = 16;

/** The dataset of (rows, seed); the most recent ones are kept in memory. */
export function loadDataset({ rows, seed }: DatasetRequest): Dataset {
  const key = `${rows}/${seed}`;
  const known = recent.get(key);
  if (known) return known;
  const dataset = generateDataset(rows, seed);
  recent.set(key, dataset);
  if (recent.size > keep) recent.delete(recent.keys().next().value ?? key);
  return dataset;
}

function generateDataset(rows: number, seed: number): Dataset {
  const random = mulberry32(seed);
  const dataset: Dataset = {
    rows,
    service: new Uint8Array(new SharedArrayBuffer(rows)),
    latencyMs: new Float64Array(new SharedArrayBuffer(rows * 8)),
    cost: new Uint32Array(new SharedArrayBuffer(rows * 4)),
    failed: new Uint8Array(new SharedArrayBuffer(rows)),
  };
  for (let row = 0; row < rows; row++) {
    dataset.service[row] = Math.floor(random() * services.length);
    dataset.latencyMs[row] = Math.round(5000 / (0.02 + random())) / 1000;
    dataset.cost[row] = Math.floor(random() * 5000);
    dataset.failed[row] = random() < 0.01 ? 1 : 0;
  }
  return dataset;
}

/** Tommy Ettinger's Mulberry32: a seeded generator of numbers in [0, 1), public domain. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
