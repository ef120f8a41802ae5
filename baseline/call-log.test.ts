import * as assert from 'uvu/assert';
import { callLogSuite, countedPayload, writtenLog } from '../runtime/suites/call-log.suite.ts';
import { createCallLog } from './call-log.ts';

const test = callLogSuite('baseline call log', createCallLog);

test('serialises payloads that are not written: the mistake', () => {
  const { log } = writtenLog(createCallLog, 'info');
  const { payload, count } = countedPayload();
  log.request('model', payload);
  log.response('model', payload);
  assert.is(count(), 2);
});

test.run();
