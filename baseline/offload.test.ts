import * as assert from 'uvu/assert';
import { loadDataset } from '../runtime/dataset.ts';
import { offloadSuite } from '../runtime/suites/offload.suite.ts';
import { analysis as threadAnalysis } from '../runtime/suites/thread-analysis.ts';
import { analysis } from './analysis.ts';
import { createOffload } from './offload.ts';

const test = offloadSuite('baseline offload', createOffload);

test('starts a thread for each task, however light: the mistake', async () => {
  const offload = createOffload(threadAnalysis);
  const first = await offload.analyze(loadDataset({ rows: 1, seed: 1 }));
  const second = await offload.analyze(loadDataset({ rows: 1, seed: 1 }));
  assert.is.not(first.slow, 0);
  assert.is.not(second.slow, first.slow);
  await offload.close();
});

test('gives the report that the analysis gives', async () => {
  const offload = createOffload(analysis);
  const dataset = loadDataset({ rows: 2000, seed: 3 });
  assert.equal(await offload.analyze(dataset), analysis.analyze(dataset));
  await offload.close();
});

test.run();
