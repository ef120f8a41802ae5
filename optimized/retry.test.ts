import * as assert from 'uvu/assert';
import {
  failing,
  loopGoesOnDuringWait,
  retrySuite,
  schedule,
} from '../runtime/suites/retry.suite.ts';
import { retry } from './retry.ts';

const test = retrySuite('optimized retry', retry);

test('lets the event loop go on while it waits', async () => {
  assert.is(await loopGoesOnDuringWait(retry), true);
});

test('ends the wait when it is aborted, with the error of the last attempt', async () => {
  const error = new Error('busy');
  const { call, attempts } = failing(error);
  const aborter = new AbortController();
  // A wait that went on would keep the test from ever ending.
  const delayMs = () => 2 ** 30;
  const result = retry(call, schedule({ delayMs, signal: aborter.signal }));
  setImmediate(() => aborter.abort());
  assert.is(await result.catch((reason: unknown) => reason), error);
  assert.is(attempts.length, 1);
});

test.run();
