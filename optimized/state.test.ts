import * as assert from 'uvu/assert';
import { sampleResult } from '../runtime/suites/sample-state.ts';
import { stateSuite, storeAfter } from '../runtime/suites/state.suite.ts';
import { createStateStore } from './state.ts';

const test = stateSuite('optimized state', createStateStore);

test('gives the same object until something is merged', () => {
  const store = storeAfter(createStateStore, 2, [sampleResult(0)]);
  const before = store.read();
  assert.is(store.read(), before);
  assert.is(store.field('results'), before.results);
  store.merge(sampleResult(1));
  assert.is.not(store.read(), before);
});

test('shares with the state before what a merge did not change', () => {
  const store = storeAfter(createStateStore, 2, [sampleResult(0)]);
  const before = store.read();
  store.merge(sampleResult(1));
  assert.is(store.read().plan, before.plan);
  assert.is(store.read().results[0], before.results[0]);
});

test.run();
