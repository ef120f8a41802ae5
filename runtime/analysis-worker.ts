/**
 * The worker thread's entry: runs one analysis, by either of two protocols.
 *
 * - A bare worker, `new Worker(analysisWorker, { workerData: task })`: posts the report as its only
 *   message and ends; a failure is the worker's `error` event.
 * - A pool, `new Piscina({ filename: analysisWorker.href, name: 'runAnalysis' })` with
 *   `pool.run(task)`: piscina calls the named export; the report is what the promise gives.
 *
 * The columns of a dataset lie in shared memory, so a task is handed over without copying them.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Analysis } from './concerns.ts';
import type { AnalysisReport, Dataset } from './dataset.ts';

/** What a worker is given: `Analysis.module` and the rows. */
export interface AnalysisTask {
  readonly module: string;
  readonly dataset: Dataset;
}

/** Loads the module named by the task (once a thread) and analyses. Rethrows what the module throws. */
export async function runAnalysis({ module, dataset }: AnalysisTask): Promise<AnalysisReport> {
  const { analysis }: { analysis: Analysis } = await import(module);
  return analysis.analyze(dataset);
}

if (isTask(workerData)) parentPort?.postMessage(await runAnalysis(workerData));

function isTask(data: unknown): data is AnalysisTask {
  return typeof data === 'object' && data !== null && 'module' in data && 'dataset' in data;
}
