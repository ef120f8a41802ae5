/**
 * Finding 10. Slow was a thread for each task: some 30 ms of CPU to start, whatever the task.
 * Now light work stays where it is, and the rest shares one pool, made when it is first needed,
 * with a thread less than there are cores. A full queue makes the caller do the work itself, which slows
 * down whoever fills it. Costs up to 2 ms of the event loop for what is light, and a thread that
 * stays for 30 s after its last task.
 */
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { AnalysisTask } from '../runtime/analysis-worker.ts';
import { analysisWorker } from '../runtime/analysis-worker-url.ts';
import type { CreateOffload } from '../runtime/concerns.ts';
import type { AnalysisReport } from '../runtime/dataset.ts';

/** Analysed within 2 ms: `analysis.ts` beside this file took 1.4 ms of CPU for 10,000 rows. */
const lightRows = 10_000;

const maxQueue = 256;

/** Runs analyses on threads; an analysis that throws rejects. */
export const createOffload: CreateOffload = ({ analyze, module }) => {
  const running = new Set<Promise<AnalysisReport>>();
  let pool: Piscina<AnalysisTask, AnalysisReport> | undefined;

  return {
    async analyze(dataset) {
      if (dataset.rows <= lightRows) return analyze(dataset);
      pool ??= openPool();
      if (pool.queueSize >= maxQueue) return analyze(dataset);
      const report = pool.run({ module, dataset });
      running.add(report);
      return report.finally(() => running.delete(report));
    },

    async close() {
      // The pool's own close ends a thread that has yet to start its first task.
      await Promise.allSettled(running);
      await pool?.destroy();
    },
  };
};

function openPool(): Piscina<AnalysisTask, AnalysisReport> {
  return new Piscina({
    filename: analysisWorker.href,
    name: 'runAnalysis',
    minThreads: 0,
    maxThreads: Math.max(1, availableParallelism() - 1),
    idleTimeout: 30_000,
    maxQueue,
  });
}
