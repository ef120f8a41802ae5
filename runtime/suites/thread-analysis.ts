/** An analysis that tells where it ran, for the tests of finding 10. */
import { threadId } from 'node:worker_threads';
import type { Analysis } from '../concerns.ts';

/** Datasets of so many rows, a light and a heavy one, make this analysis throw. */
export const refusedRows = [13, 100_013];

/** Gives the number of its thread as `slow` (0 is the main thread), the sum of costs, nothing else. */
export const analysis: Analysis = {
  analyze({ rows, cost }) {
    if (refusedRows.includes(rows)) throw new Error(`${rows} rows are refused`);
    const costMicroUsd = cost.reduce((sum, each) => sum + each, 0);
    return { rows, errors: 0, costMicroUsd, p95Ms: 0, slow: threadId, services: [] };
  },
  module: import.meta.url,
};
