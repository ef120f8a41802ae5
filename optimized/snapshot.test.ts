import * as assert from 'uvu/assert';
import { sampleResult, stateAfter } from '../runtime/suites/sample-state.ts';
import { snapshotSuite } from '../runtime/suites/snapshot.suite.ts';
import { snapshot } from './snapshot.ts';

const test = snapshotSuite('optimized snapshot', snapshot);

test('copies nothing', () => {
  const state = stateAfter(1, [sampleResult(0)]);
  assert.is(snapshot.handOver(state), state);
});

test('makes the text of a state once, however often it is asked for', () => {
  let made = 0;
  const toJSON = () => {
    made++;
    return { made };
  };
  const state = { ...stateAfter(1, []), toJSON };
  assert.is(snapshot.serialize(state), '{"made":1}');
  assert.is(snapshot.serialize(snapshot.handOver(state)), '{"made":1}');
  assert.is(made, 1);
});

test.run();
