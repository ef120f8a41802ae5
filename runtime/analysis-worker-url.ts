/**
 * Where the worker's entry is, for `new Worker(analysisWorker, ...)` or a pool's `filename`
 * (`analysisWorker.href`). Kept apart so that naming the worker does not run it.
 */
export const analysisWorker = new URL('./analysis-worker.js', import.meta.url);
