import * as assert from 'uvu/assert';
import { callLogSuite, countedPayload, writtenLog } from '../runtime/suites/call-log.suite.ts';
import { createCallLog } from './call-log.ts';

const test = callLogSuite('optimized call log', createCallLog);

test('touches no payload while debug is off', () => {
  const { log } = writtenLog(createCallLog, 'info');
  const { payload, count } = countedPayload();
  log.request('model', payload);
  log.response('model', payload);
  assert.is(count(), 0);
});

test.run();
