import * as assert from 'uvu/assert';
import { countedMessage, messageSizeSuite } from '../runtime/suites/message-size.suite.ts';
import { encodeMessage } from './message-size.ts';

const test = messageSizeSuite('optimized message size', encodeMessage);

test('serialises a message once', () => {
  const { message, count } = countedMessage();
  encodeMessage(message, 1000);
  assert.is(count(), 1);
});

test.run();
