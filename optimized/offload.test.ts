import * as assert from 'uvu/assert';
import { loadDataset } from '../runtime/dataset.ts';
import { offloadSuite } from '../runtime/suites/offload.suite.ts';
import { analysis as threadAnalysis } from '../runtime/suites/thread-analysis.ts';
import { analysis } from './analysis.ts';
import { createOffload } from './offload.ts';

const test = offloadSuite('optimized offload', createOffload);

test('does light work on the event loop and heavy work off it', async () => {
  const offload = createOffload(threadAnalysis);
  const light = await offload.analyze(loadDataset({ rows: 10_000, seed: 1 }));
  const heavy = await offload.analyze(loadDataset({ rows: 10_001, seed: 1 }));
  assert.is(light.slow, 0);
  assert.is.not(heavy.slow, 0);
  await offload.close();
});

test('keeps its threads from task to task', async () => {
  const offload = createOffload(threadAnalysis);
  const dataset = loadDataset({ rows: 10_001, seed: 1 });
  const first = await offload.analyze(dataset);
  const second = await offload.analyze(dataset);
  assert.is(second.slow, first.slow);
  await offload.close();
});

test('does the work itself when the queue is full, so that no task is refused', async () => {
  const offload = createOffload(threadAnalysis);
  const dataset = loadDataset({ rows: 10_001, seed: 1 });
  const reports = await Promise.all(Array.from({ length: 400 }, () => offload.analyze(dataset)));
  assert.ok(reports.some(({ slow }) => slow === 0));
  assert.ok(reports.some(({ slow }) => slow !== 0));
  assert.ok(reports.every(({ rows }) => rows === 10_001));
  await offload.close();
});

test('gives the report that the analysis gives', async () => {
  const offload = createOffload(analysis);
  const dataset = loadDataset({ rows: 20_000, seed: 3 });
  assert.equal(await offload.analyze(dataset), analysis.analyze(dataset));
  await offload.close();
});

test.run();
