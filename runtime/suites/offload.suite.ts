import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { CreateOffload } from '../concerns.ts';
import { loadDataset } from '../dataset.ts';
import { analysis, refusedRows } from './thread-analysis.ts';

/** What both implementations of finding 10 must do; the caller runs it. */
export function offloadSuite(name: string, createOffload: CreateOffload): Test {
  const test = suite(name);

  test('gives each of many tasks at once its own report, light and heavy', async () => {
    const offload = createOffload(analysis);
    const sizes = [1, 10_000, 50_000, 2, 50_001, 10_001];
    const datasets = sizes.map((rows, index) => loadDataset({ rows, seed: index }));
    const reports = await Promise.all(datasets.map((dataset) => offload.analyze(dataset)));
    assert.equal(
      reports.map(({ rows, costMicroUsd }) => [rows, costMicroUsd]),
      datasets.map(({ rows, cost }) => [rows, cost.reduce((sum, each) => sum + each, 0)]),
    );
    await offload.close();
  });

  test('rejects with the reason when an analysis throws, and goes on', async () => {
    const offload = createOffload(analysis);
    for (const rows of refusedRows) {
      const failed = await offload.analyze(loadDataset({ rows, seed: 1 })).catch(String);
      assert.is(failed, `Error: ${rows} rows are refused`);
    }
    const report = await offload.analyze(loadDataset({ rows: 50_000, seed: 1 }));
    assert.is(report.rows, 50_000);
    await offload.close();
  });

  test('rejects when the module of a heavy analysis cannot be loaded', async () => {
    const offload = createOffload({
      ...analysis,
      module: new URL('missing.js', import.meta.url).href,
    });
    const failed = await offload.analyze(loadDataset({ rows: 50_000, seed: 1 })).catch(String);
    assert.match(failed as string, 'missing.js');
    await offload.close();
  });

  test('lets what was begun end before it is closed', async () => {
    const offload = createOffload(analysis);
    const report = offload.analyze(loadDataset({ rows: 50_000, seed: 1 }));
    await offload.close();
    assert.is((await report).rows, 50_000);
  });

  test('closes although nothing was ever offloaded', async () => {
    await createOffload(analysis).close();
  });

  return test;
}
