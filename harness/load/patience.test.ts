import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ArmNotes, ValueList } from './client/arm-notes.ts';
import { OperationIo } from './client/operation-io.ts';
import { closeLines, openLines } from './drive-plan.ts';
import { patiently } from './patience.ts';

const test = suite('patience');

test('what waits for a server that never answers ends with the signal, and hangs up', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const lines = openLines('A1', url, new ArmNotes(() => new ValueList()));
  const io = new OperationIo(lines, performance.now(), false);
  const abort = new AbortController();
  const opening = patiently(io, abort.signal, () => io.ws('/never'));
  const [connection] = (await once(server, 'connection')) as [Socket];
  const hungUp = once(connection.resume(), 'close');
  abort.abort();
  await opening.then(
    () => assert.unreachable('it opened'),
    (error: Error) => assert.is(error.message, 'it was interrupted'),
  );
  await hungUp;
  await closeLines(lines);
  server.close();
});

test('what succeeds or fails by itself is handed on', async () => {
  const lines = openLines('A1', 'http://127.0.0.1:1', new ArmNotes(() => new ValueList()));
  const io = new OperationIo(lines, performance.now(), false);
  assert.is(await patiently(io, undefined, async () => 7), 7);
  const failing = patiently(io, undefined, () => Promise.reject(new Error('its own')));
  assert.is(await failing.catch((error: Error) => error.message), 'its own');
  await closeLines(lines);
});

test.run();
