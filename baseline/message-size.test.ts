import * as assert from 'uvu/assert';
import { countedMessage, messageSizeSuite } from '../runtime/suites/message-size.suite.ts';
import { encodeMessage } from './message-size.ts';

const test = messageSizeSuite('baseline message size', encodeMessage);

test('serialises a message twice: the mistake', () => {
  const { message, count } = countedMessage();
  encodeMessage(message, 1000);
  assert.is(count(), 2);
});

test.run();
