import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AnalysisTask } from './analysis-worker.ts';
import { analysisWorker } from './analysis-worker-url.ts';
import { loadDataset } from './dataset.ts';

const test = suite('analysis worker');

const dataset = loadDataset({ rows: 25, seed: 1 });

/** A module as a data URL, so that the test needs neither twin. */
const moduleOf = (body: string) =>
  `data:text/javascript,${encodeURIComponent(`export const analysis = { analyze: (dataset) => { ${body} } }`)}`;

const counting: AnalysisTask = {
  module: moduleOf('return { rows: dataset.service.length }'),
  dataset,
};
const failing: AnalysisTask = { module: moduleOf('throw new Error("no such rows")'), dataset };

test('a bare worker posts the report and ends', async () => {
  const worker = new Worker(analysisWorker, { workerData: counting });
  const [[report], [code]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
  assert.equal(report, { rows: 25 });
  assert.is(code, 0);
});

test('a bare worker that fails says why', async () => {
  const worker = new Worker(analysisWorker, { workerData: failing });
  const [error] = await once(worker, 'error');
  assert.match(String(error), 'no such rows');
});

test('a pool calls it by name, again and again, and hears of failures', async () => {
  const pool = new Piscina({ filename: analysisWorker.href, name: 'runAnalysis', maxThreads: 1 });
  try {
    assert.equal(await pool.run(counting), { rows: 25 });
    assert.equal(await pool.run(counting), { rows: 25 });
    const error = await pool.run(failing).catch((thrown: unknown) => thrown);
    assert.match(String(error), 'no such rows');
  } finally {
    await pool.destroy();
  }
});

test.run();
