import * as fc from 'fast-check';
import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { CreateNotifier, NotifiedRun } from '../concerns.ts';
import { MessageTooLarge } from '../errors.ts';
import { maxMessageBytes, type RunMessage } from '../run-event.ts';
import {
  background,
  changed,
  completed,
  interactive,
  openRoom,
  openSocket,
  sequenceOf,
  started,
  textOf,
  token,
} from './notify-room.ts';

/** What both implementations of finding 4 must do; the caller runs it. */
export function notifySuite(name: string, createNotifier: CreateNotifier): Test {
  const test = suite(name);
  testCritical(test, createNotifier);
  testPassing(test, createNotifier);
  testTooLarge(test, createNotifier);
  testAnyOrder(test, createNotifier);
  return test;
}

function testCritical(test: Test, create: CreateNotifier): void {
  test('gives every subscriber of a run each critical event at once, with its number and moment', () => {
    const sockets = [openSocket('ann', 'run-1'), openSocket('ann', 'run-1')];
    const { notifier } = openRoom(create, sockets);
    notifier.critical(interactive, started, 1);
    notifier.critical(interactive, { type: 'step.started', step: 'plan' }, 2);
    for (const { received } of sockets) {
      assert.equal(received, [
        { run: 'run-1', seq: 1, at: 1, type: 'run.started' },
        { run: 'run-1', seq: 2, at: 2, type: 'step.started', step: 'plan' },
      ]);
    }
    notifier.close();
  });

  test('gives critical events to a socket that does not keep up, too', () => {
    const socket = openSocket('ann', 'run-1', 1e9);
    const { notifier } = openRoom(create, [socket]);
    notifier.critical(interactive, started, 1);
    notifier.critical(interactive, completed, 2);
    assert.equal(sequenceOf(socket.received, 'run-1'), [1, 2]);
    notifier.close();
  });

  test('tells who watches a background run of its end', () => {
    const socket = openSocket('ann', 'run-2');
    const { notifier } = openRoom(create, [socket]);
    notifier.critical(background, started, 1);
    notifier.critical(background, completed, 2);
    assert.equal(socket.received.at(-1), {
      ...{ run: 'run-2', seq: 2, at: socket.received.at(-1)?.at },
      ...completed,
    });
    notifier.close();
  });

  test('tells other users nothing', () => {
    const stranger = openSocket('bob', 'run-3');
    const { notifier } = openRoom(create, [stranger]);
    for (const run of [interactive, background]) {
      notifier.passing(run, token('a'));
      notifier.critical(run, completed, 1);
      notifier.end(run);
    }
    notifier.close();
    assert.equal(stranger.received, []);
  });
}

function testPassing(test: Test, create: CreateNotifier): void {
  const socket = () => openSocket('ann', 'run-1');

  test('sends tokens and changes before the critical event that follows them', () => {
    const watcher = socket();
    const { notifier } = openRoom(create, [watcher]);
    notifier.passing(interactive, token('a'));
    notifier.passing(interactive, changed('summary'));
    notifier.critical(interactive, completed, 1);
    assert.equal(
      watcher.received.map(({ type }) => type),
      ['token', 'state.changed', 'run.completed'],
    );
    notifier.close();
  });

  test('holds nothing of a run that has ended, nor of any after close', () => {
    const watcher = socket();
    const { notifier } = openRoom(create, [watcher]);
    const timers = countTimers();
    notifier.passing(interactive, token('a'));
    notifier.end(interactive);
    assert.is(textOf(watcher.received, 'run-1', 'plan'), 'a');
    assert.is(countTimers(), timers);
    notifier.passing(interactive, token('b'));
    notifier.close();
    assert.is(textOf(watcher.received, 'run-1', 'plan'), 'ab');
    assert.is(countTimers(), timers);
  });

  test('sends what passes without waiting for anything to follow', async () => {
    let arrived: (message: string) => void = () => undefined;
    const message = new Promise<string>((resolve) => {
      arrived = resolve;
    });
    const watcher = { ...socket(), send: ({ text }: { text: string }) => arrived(text) };
    const { notifier } = openRoom(create, [watcher]);
    notifier.passing(interactive, token('a'));
    const expected: RunMessage = { run: 'run-1', at: 1, type: 'token', step: 'plan', text: 'a' };
    assert.equal(JSON.parse(await message), expected);
    notifier.close();
  });
}

function testTooLarge(test: Test, create: CreateNotifier): void {
  const huge = 'x'.repeat(maxMessageBytes);

  test('drops a passing event that is too large for a message and goes on', () => {
    const watcher = openSocket('ann', 'run-1');
    const { notifier } = openRoom(create, [watcher]);
    notifier.passing(interactive, token('before '));
    notifier.passing(interactive, token(huge));
    notifier.passing(interactive, token('after'));
    notifier.critical(interactive, completed, 1);
    assert.is(textOf(watcher.received, 'run-1', 'plan'), 'before after');
    notifier.close();
  });

  test('throws on a critical event that is too large for a message', () => {
    const { notifier } = openRoom(create, [openSocket('ann', 'run-1')]);
    const failed = { type: 'run.failed', reason: huge } as const;
    assert.throws(
      () => notifier.critical(interactive, failed, 1),
      (error: unknown) => error instanceof MessageTooLarge,
    );
    notifier.close();
  });

  test('keeps merged text within a message, whatever escaping it needs', () => {
    const watcher = openSocket('ann', 'run-1');
    const { notifier } = openRoom(create, [watcher]);
    const text = '\u0001'.repeat(20);
    for (let count = 0; count < 1000; count++) notifier.passing(interactive, token(text));
    notifier.end(interactive);
    assert.is(textOf(watcher.received, 'run-1', 'plan'), text.repeat(1000));
    notifier.close();
  });
}

function testAnyOrder(test: Test, create: CreateNotifier): void {
  const runs: readonly NotifiedRun[] = [interactive, { ...interactive, id: 'run-4' }];
  const happening = fc.record({
    run: fc.constantFrom(...runs),
    step: fc.constantFrom('plan', 'act'),
    text: fc.option(fc.string({ maxLength: 5 }), { nil: null }),
  });

  test('has said all text of a run by each of its critical events, in order, whatever happens', () =>
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
        const sockets = runs.map(({ id }) => openSocket('ann', id));
        const { notifier } = openRoom(create, sockets);
        const said = new Map<string, string>();
        const seqs = new Map<string, number[]>();
        for (const { run, step, text } of happenings) {
          const key = `${run.id}/${step}`;
          if (text !== null) {
            notifier.passing(run, token(text, step));
            said.set(key, (said.get(key) ?? '') + text);
            continue;
          }
          const before = seqs.get(run.id) ?? [];
          seqs.set(run.id, [...before, before.length + 1]);
          notifier.critical(run, { type: 'step.started', step }, before.length + 1);
          const received = sockets.find(({ runId }) => runId === run.id)?.received ?? [];
          assert.is(textOf(received, run.id, step), said.get(key) ?? '');
          assert.equal(sequenceOf(received, run.id), seqs.get(run.id));
        }
        notifier.close();
      }),
    ));
}

const countTimers = () =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
