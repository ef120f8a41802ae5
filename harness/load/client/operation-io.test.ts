import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { closeLines, openLines } from '../drive-plan.ts';
import { startTarget, type TestTarget } from '../test-target.ts';
import { ArmNotes, ValueList } from './arm-notes.ts';
import { OperationIo } from './operation-io.ts';

const test = suite('io of an operation');

let target: TestTarget;
test.before(async () => {
  target = await startTarget();
});
test.after(() => target.close());

/** Runs `use` with an Io of its own, then ends it as an operation ends. */
async function using(use: (io: OperationIo) => Promise<void>): Promise<void> {
  const lines = openLines('B2', target.url, new ArmNotes(() => new ValueList()));
  const io = new OperationIo(lines, performance.now(), true);
  try {
    await use(io);
  } finally {
    io.end(null);
    await closeLines(lines);
  }
  await target.deserted();
}

const rejection = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no rejection',
    (error: Error) => error.message,
  );

test('a request carries its method, headers and body, and any status is an answer', () =>
  using(async (io) => {
    const headers = { 'x-tag': 'seven' };
    const posted = await io.http({ method: 'POST', path: '/echo', headers, body: 'straße' });
    assert.is(posted.status, 200);
    assert.is(posted.text, 'straße');
    assert.is(posted.headers['x-method'], 'POST');
    assert.is(posted.headers['x-tag'], 'seven');
    const bytes = await io.http({ method: 'PUT', path: '/echo', body: Buffer.from('raw') });
    assert.is(bytes.text, 'raw');
    assert.is((await io.http({ method: 'GET', path: '/broken' })).status, 500);
  }));

test('a character that arrives in two pieces is one character', () =>
  using(async (io) => {
    const { text } = await io.http({ method: 'GET', path: '/pieces' });
    assert.is(text, 'één stuk ≠ zwei');
  }));

test('connections are kept: requests one after another take turns on two of them', () =>
  using(async (io) => {
    const before = target.connections();
    for (let turn = 0; turn < 10; turn++) await io.http({ method: 'GET', path: '/ok' });
    // undici leaves a connection alone for one turn of the event loop.
    assert.ok(target.connections() <= before + 2, `${target.connections() - before} connections`);
  }));

test('a request that hangs is rejected with the reason when the operation ends', () =>
  using(async (io) => {
    const hanging = rejection(io.http({ method: 'GET', path: '/hang' }));
    await io.http({ method: 'GET', path: '/ok' });
    io.end(new Error('timed out after 5 ms'));
    assert.is(await hanging, 'timed out after 5 ms');
    assert.is(await rejection(io.http({ method: 'GET', path: '/ok' })), 'timed out after 5 ms');
    assert.is(await rejection(io.ws('/echo')), 'timed out after 5 ms');
  }));

test('a WebSocket answers what is sent', () =>
  using(async (io) => {
    const socket = await io.ws('/echo', { 'x-tag': 'seven' });
    socket.send('hello');
    socket.send('again');
    assert.is(await socket.next(), 'hello');
    assert.is(await socket.next(), 'again');
  }));

test('messages that came before they were asked for are kept, then the end is null', () =>
  using(async (io) => {
    const socket = await io.ws('/stream');
    await new Promise((resolve) => setTimeout(resolve, 20));
    const seen = [await socket.next(), await socket.next(), await socket.next()];
    assert.equal(seen, ['one', 'two', 'three']);
    assert.is(await socket.next(), null);
    assert.is(await socket.next(), null);
    assert.throws(() => socket.send('too late'), /the WebSocket is closed/);
  }));

test('a WebSocket closed by the operation ends with null', () =>
  using(async (io) => {
    const socket = await io.ws('/echo');
    socket.close();
    assert.is(await socket.next(), null);
  }));

test('a WebSocket that is refused or cut off rejects with what happened', () =>
  using(async (io) => {
    assert.match(await rejection(io.ws('/private')), /401/);
    const socket = await io.ws('/cut');
    assert.is(await rejection(socket.next()), 'the WebSocket connection broke');
  }));

test('whoever waits on a silent WebSocket is rejected when the operation times out', () =>
  using(async (io) => {
    const socket = await io.ws('/silent');
    const waiting = rejection(socket.next());
    io.end(new Error('timed out after 5 ms'));
    assert.is(await waiting, 'timed out after 5 ms');
    assert.is(await rejection(socket.next()), 'timed out after 5 ms');
  }));

test('an operation that ends while it connects leaves nothing open', () =>
  using(async (io) => {
    const connecting = rejection(io.ws('/echo'));
    io.end(new Error('given up'));
    assert.is(await connecting, 'given up');
  }));

test('a sample that is no number is refused', () =>
  using(async (io) => {
    assert.throws(() => io.sample('step', Number.NaN), /must be in ms, but is NaN/);
  }));

test.run();
