import * as assert from 'uvu/assert';
import { notifySuite } from '../runtime/suites/notify.suite.ts';
import {
  background,
  interactive,
  openRoom,
  openSocket,
  token,
} from '../runtime/suites/notify-room.ts';
import { createNotifier } from './notify.ts';

const test = notifySuite('baseline notify', createNotifier);

test('sends every token to every socket of the user, encoded for each: the mistake', () => {
  const sockets = [openSocket('ann', 'run-1'), openSocket('ann', 'run-9')];
  const { notifier, encoded } = openRoom(createNotifier, sockets);
  for (const text of ['a', 'b', 'c']) notifier.passing(interactive, token(text));
  notifier.passing(background, token('d'));
  for (const { received } of sockets) assert.is(received.length, 4);
  assert.is(encoded(), 8);
});

test.run();
