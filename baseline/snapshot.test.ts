import * as assert from 'uvu/assert';
import { sampleResult, stateAfter } from '../runtime/suites/sample-state.ts';
import { snapshotSuite } from '../runtime/suites/snapshot.suite.ts';
import { snapshot } from './snapshot.ts';

const test = snapshotSuite('baseline snapshot', snapshot);

test('copies everything at every hand-over: the mistake', () => {
  const state = stateAfter(1, [sampleResult(0)]);
  assert.is.not(snapshot.handOver(state), state);
  assert.is.not(snapshot.handOver(state).results, state.results);
});

test.run();
