import * as assert from 'uvu/assert';
import { notifySuite } from '../runtime/suites/notify.suite.ts';
import {
  background,
  changed,
  completed,
  interactive,
  openRoom,
  openSocket,
  started,
  token,
} from '../runtime/suites/notify-room.ts';
import { createNotifier } from './notify.ts';

const test = notifySuite('optimized notify', createNotifier);

test('merges the tokens of a step and encodes them once for all subscribers', () => {
  const sockets = [openSocket('ann', 'run-1'), openSocket('ann', 'run-1')];
  const { notifier, encoded } = openRoom(createNotifier, sockets);
  notifier.passing(interactive, token('a'));
  notifier.passing(interactive, token('x', 'act'));
  notifier.passing(interactive, token('b'));
  notifier.end(interactive);
  for (const { received } of sockets) {
    assert.equal(received, [
      { run: 'run-1', at: 1, type: 'token', step: 'plan', text: 'ab' },
      { run: 'run-1', at: 2, type: 'token', step: 'act', text: 'x' },
    ]);
  }
  assert.is(encoded(), 2);
});

test('merges changes into one that names every field', () => {
  const socket = openSocket('ann', 'run-1');
  const { notifier } = openRoom(createNotifier, [socket]);
  notifier.passing(interactive, changed('summary', 'plan'));
  notifier.passing(interactive, changed('plan', 'report'));
  notifier.end(interactive);
  assert.equal(socket.received, [{ run: 'run-1', at: 1, ...changed('summary', 'plan', 'report') }]);
});

test('tells only those who watch the run, and of a background run only the end', () => {
  const watcher = openSocket('ann', 'run-2');
  const other = openSocket('ann', 'run-9');
  const { notifier, encoded } = openRoom(createNotifier, [watcher, other]);
  notifier.critical(background, started, 1);
  notifier.passing(background, token('a'));
  notifier.critical(background, completed, 2);
  assert.equal(
    watcher.received.map(({ type }) => type),
    ['run.completed'],
  );
  assert.equal(other.received, []);
  assert.is(encoded(), 1);
});

test('drops what passes for a socket with more than 1 MiB unsent, and for it alone', () => {
  const slow = openSocket('ann', 'run-1', 1024 * 1024 + 1);
  const full = openSocket('ann', 'run-1', 1024 * 1024);
  const { notifier } = openRoom(createNotifier, [slow, full]);
  notifier.passing(interactive, token('a'));
  notifier.critical(interactive, completed, 1);
  assert.is(slow.received.length, 1);
  assert.is(full.received.length, 2);
});

test('encodes nothing while nobody watches', () => {
  const { notifier, encoded } = openRoom(createNotifier, []);
  notifier.passing(interactive, token('a'));
  notifier.critical(interactive, completed, 1);
  assert.is(encoded(), 0);
});

test.run();
