/** The workloads that several scenarios share. */

import { chain, std9 } from './dag.ts';
import { timeScale } from './time-scale.ts';
import type { Workload } from './workload.ts';

/** A workload of text alone: no tools, no records. */
const plain = {
  interactive: 0,
  contextCharacters: 500,
  promptCharacters: 200,
  toolsPerStep: [0, 0],
  recordsPerTool: [0, 0],
  toolDelayMs: { p50: 0, sigma: 0 },
  model: true,
} as const satisfies Omit<Workload, 'dag'>;

/** Background runs of short texts. */
export const plainWorkload = (dag: Workload['dag']): Workload => ({ ...plain, dag });

/**
 * The standard workload: 60 % of the runs are watched, and a run's state grows from 4 KB to about
 * 64 KB: nine answers of 1.2 KB in the mean, and some 220 records from tools.
 */
export const standardWorkload: Workload = {
  dag: std9,
  interactive: 0.6,
  contextCharacters: 3500,
  promptCharacters: 300,
  toolsPerStep: [0, 2],
  recordsPerTool: [16, 32],
  toolDelayMs: { p50: 80 * timeScale, sigma: 0.6 },
  model: true,
};

/**
 * Ends in a state of 12 steps with `recordsPerStep` records each from two tools: of about 256 KB
 * with 100.
 */
export const largeState = (recordsPerStep: number): Workload => ({
  ...plain,
  dag: chain(12),
  contextCharacters: 4000,
  toolsPerStep: [2, 2],
  recordsPerTool: [recordsPerStep / 2, recordsPerStep / 2],
  model: false,
});
