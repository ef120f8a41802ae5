import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startProbed } from './probed-script.ts';

const test = suite('outgoing http');

const delayMs = 60;

/** Answers half at once and the rest after a delay; /upgrade and /never have fates of their own. */
const upstream = createServer((request, response) => {
  if (request.url === '/never') return;
  response.write('half');
  setTimeout(() => response.end('rest'), delayMs);
});
upstream.on('upgrade', (_, socket) => {
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
  socket.on('error', () => {});
});
test.before(() => new Promise<void>((done) => upstream.listen(0, '127.0.0.1', done)));
test.after(() => {
  upstream.closeAllConnections();
  upstream.close();
});

/** Runs it to its end and gives its exit code and its last line. */
async function run(body: string) {
  const source = `
    import http, { get } from 'node:http';
    import { once } from 'node:events';
    import { request } from 'undici';
    const url = process.env.UPSTREAM;
    const read = async (stream) => { for await (const _ of stream); };
    ${body}`;
  const { port } = upstream.address() as AddressInfo;
  const script = startProbed('mjs', source, { UPSTREAM: `http://127.0.0.1:${port}/` });
  try {
    return { ended: await script.ended, last: script.lines().at(-1) };
  } finally {
    await script.remove();
  }
}

const ways = {
  'http.get':
    'await new Promise((done) => http.get(url, async (answer) => { await read(answer); done(); }));',
  'an imported get':
    'await new Promise((done) => get(url, async (answer) => { await read(answer); done(); }));',
  'a posted body, no kept connection': `
    const posted = http.request(url, { method: 'POST', agent: false });
    posted.write('one'); posted.end('two');
    const [answer] = await once(posted, 'response');
    await read(answer);
    if (!posted.destroyed) await once(posted, 'close');`,
  fetch: 'await (await fetch(url)).text();',
  "undici's own request":
    'await (await request(url)).body.text(); setTimeout(() => process.exit(), 50);',
} as const;

for (const [name, body] of Object.entries(ways)) {
  test(`${name} counts once, with the time until its answer ended`, async () => {
    const { ended, last } = await run(body);
    assert.is(ended, 0);
    assert.is(last?.httpRequests, 1);
    assert.ok((last?.httpWaitUs ?? 0) >= (delayMs - 5) * 1000, `${last?.httpWaitUs}`);
  });
}

test('requests at the same time each wait for themselves', async () => {
  const { last } = await run(
    'await Promise.all([1, 2, 3, 4].map(async () => (await fetch(url)).text()));',
  );
  assert.is(last?.httpRequests, 4);
  assert.ok((last?.httpWaitUs ?? 0) >= 4 * (delayMs - 5) * 1000);
});

test('refused and aborted requests count, and fail as ever', async () => {
  const { ended, last } = await run(`
    const nowhere = 'http://127.0.0.1:2/';
    const refused = await fetch(nowhere).catch((error) => error.cause.code);
    const [error] = await once(http.get(nowhere), 'error');
    const aborted = await fetch(url + 'never', { signal: AbortSignal.timeout(40) }).catch((reason) => reason.name);
    const dropped = http.get(url + 'never', { timeout: 40 });
    dropped.on('timeout', () => dropped.destroy(new Error('enough')));
    const [reason] = await once(dropped, 'error');
    const all = [refused, error.code, aborted, reason.message].join();
    if (all !== 'ECONNREFUSED,ECONNREFUSED,TimeoutError,enough') throw new Error(all);`);
  assert.is(ended, 0);
  assert.is(last?.httpRequests, 4);
});

test('a refused request that nobody handles still ends the process', async () => {
  const { ended } = await run(
    "process.on('exit', (code) => { if (code === 1) process.exitCode = 9; }); http.get('http://127.0.0.1:1/'); setTimeout(() => {}, 5000);",
  );
  assert.is(ended, 9);
});

test('a connection that is upgraded counts as one request, whose answer is the upgrade', async () => {
  const { ended, last } = await run(`
    const asked = http.get(url, { headers: { connection: 'Upgrade', upgrade: 'x' } });
    const [, socket] = await once(asked, 'upgrade');
    await new Promise((done) => setTimeout(done, 100));
    socket.destroy();`);
  assert.is(ended, 0);
  assert.is(last?.httpRequests, 1);
  assert.ok((last?.httpWaitUs ?? 0) > 0);
});

test('requests that are served are none that are sent', async () => {
  const { last } = await run(`
    const server = http.createServer((_, response) => response.end('x')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await (await fetch('http://127.0.0.1:' + server.address().port)).text();
    server.close();`);
  assert.is(last?.httpRequests, 1);
  assert.is(last?.accepted, 1);
});

test.run();
