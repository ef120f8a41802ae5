import * as assert from 'uvu/assert';
import { sampleResult } from '../runtime/suites/sample-state.ts';
import { stateSuite, storeAfter } from '../runtime/suites/state.suite.ts';
import { createStateStore } from './state.ts';

const test = stateSuite('baseline state', createStateStore);

test('builds the whole state anew at every access: the mistake', () => {
  const store = storeAfter(createStateStore, 1, [sampleResult(0)]);
  assert.is.not(store.read(), store.read());
  assert.is.not(store.field('results'), store.field('results'));
});

test.run();
