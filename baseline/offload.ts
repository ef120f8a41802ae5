/**
 * Finding 10. Every task starts a thread of its own, however small the task: the thread costs some
 * 30 ms of CPU before it does anything, and a burst of tasks is a burst of threads. Seen in
 * breejs/bree#45 and nodejs/help#4486; Node's own documentation warns of it.
 */
import { Worker } from 'node:worker_threads';
import type { AnalysisTask } from '../runtime/analysis-worker.ts';
import { analysisWorker } from '../runtime/analysis-worker-url.ts';
import type { CreateOffload } from '../runtime/concerns.ts';
import type { AnalysisReport } from '../runtime/dataset.ts';

/** Runs analyses on threads; an analysis that throws rejects. */
export const createOffload: CreateOffload = ({ module }) => ({
  analyze(dataset) {
    return runInThread({ module, dataset });
  },

  async close() {},
});

function runInThread(task: AnalysisTask): Promise<AnalysisReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(analysisWorker, { workerData: task });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the analysis thread ended with code ${code}`)));
  });
}
