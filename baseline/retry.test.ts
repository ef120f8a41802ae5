import * as assert from 'uvu/assert';
import { loopGoesOnDuringWait, retrySuite } from '../runtime/suites/retry.suite.ts';
import { retry } from './retry.ts';

const test = retrySuite('baseline retry', retry);

test('stops the event loop while it waits: the mistake', async () => {
  assert.is(await loopGoesOnDuringWait(retry), false);
});

test.run();
