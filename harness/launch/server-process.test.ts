import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exitCode, TandemError } from '../error.ts';
import { planCores } from './cores.ts';
import { wordsFrom } from './heard-from.ts';
import { processStart } from './process-identity.ts';
import { type ServerOptions, startServer } from './server-process.ts';

const test = suite('server process');

/** A server whose answers are `answer`, an expression over `path`; null hangs up. */
const serving = (answer: string, more = ''): readonly string[] => [
  process.execPath,
  '-e',
  `require('node:http').createServer(({ url: path }, response) => {
     const status = ${answer};
     if (status === null) return response.destroy();
     response.writeHead(status).end(String(process.env.GREETING));
   }).listen(process.env.PORT, '127.0.0.1'); ${more}`,
];

const options = (command: readonly string[], more: Partial<ServerOptions> = {}): ServerOptions => ({
  name: 'candidate',
  command,
  cwd: tmpdir(),
  environment: { GREETING: 'hello' },
  readyPath: null,
  cores: null,
  signal: new AbortController().signal,
  ...more,
});

test('a server is ready by its declared path, by /readyz, by /, or by its open port', async () => {
  for (const [answer, readyPath] of [
    ["path === '/up' ? 302 : 500", '/up'],
    ["path === '/readyz' ? 401 : 500", null],
    ["path === '/' ? 403 : 404", null],
    ['null', null],
  ] as const) {
    const server = await startServer(options(serving(answer), { readyPath }));
    assert.is(server.exited(), null);
    assert.equal(await server.stop(), { code: null, signal: 'SIGTERM' });
    assert.equal(server.exited(), { code: null, signal: 'SIGTERM' });
  }
});

test('it gets its environment and its port, and is waited for', async () => {
  const late = serving('readyAt > Date.now() ? 503 : 200', 'const readyAt = Date.now() + 300;');
  const server = await startServer(options(late, { cores: planCores().measured }));
  const answer = await fetch(`${server.url}/readyz`);
  assert.is(await answer.text(), 'hello');
  assert.is(server.url, `http://127.0.0.1:${server.port}`);
  await server.stop();
  assert.is(await processStart(server.pid), null);
});

async function failureOf(wanted: ServerOptions): Promise<TandemError> {
  try {
    await (await startServer(wanted)).stop();
  } catch (error) {
    if (error instanceof TandemError) return error;
    throw error;
  }
  throw new Error(`${wanted.command.join(' ')} got ready`);
}

const node = process.execPath;

/** Eleven of them start at once: on a busy machine one took over 2 s to its first answer. */
const slowStartMs = 10_000;

/** A command, what else is special about its start, and what the message must say. */
const failing: readonly (readonly [readonly string[], Partial<ServerOptions>, string | RegExp])[] =
  [
    [['no-such-program', 'a.js'], {}, 'there is no program "no-such-program"'],
    [[], {}, 'there is no program ""'],
    [[node], { cwd: '/no/such/folder' }, 'its folder /no/such/folder does not exist'],
    [[node, 'absent.js'], {}, 'Cannot find module'],
    [[node, '-e', 'console.error("bad key"); process.exit(3)'], {}, /exit code 3[\s\S]*bad key/],
    [[node, '-e', 'process.exit(0)'], { cores: planCores().measured }, 'exit code 0'],
    [[node, '-e', 'process.kill(process.pid, "SIGKILL")'], {}, 'signal SIGKILL'],
    [[node, '-e', 'setInterval(() => {}, 1000)'], { readyTimeoutMs: 2000 }, 'nothing listened'],
    [serving('500'), { readyTimeoutMs: slowStartMs }, '/readyz answered 500'],
    [serving('404'), { readyPath: '/up', readyTimeoutMs: slowStartMs }, '/up answered 404'],
    [serving('null'), { readyPath: '/up', readyTimeoutMs: slowStartMs }, '/up got no HTTP answer'],
  ];

test('a server that does not get ready is not fit, and the message says why', async () => {
  await Promise.all(
    failing.map(async ([command, more, why]) => {
      const { code, message } = await failureOf(options(command, more));
      assert.is(code, exitCode.notFit);
      assert.ok(message.startsWith('candidate '), message);
      assert.match(message, why);
      assert.match(message, command.join(' '));
    }),
  );
});

test('a server that wants a port which is taken says so', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const command = [node, '-e', `require("net").createServer().listen(${port}, "127.0.0.1")`];
  assert.match((await failureOf(options(command))).message, 'EADDRINUSE');
  taken.close();
});

test('a start can be given up', async () => {
  const abort = new AbortController();
  const started = startServer(options(serving('503'), { signal: abort.signal }));
  setTimeout(() => abort.abort(new Error('enough')), 200);
  await started.then(
    () => assert.unreachable('it got ready'),
    (error: Error) => assert.is(error.message, 'enough'),
  );
});

const child = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])`;
const withChild = serving('200', `console.error(${child}.pid);`);

async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 800 && (await processStart(pid)) !== null; tries++) await sleep(25);
  return (await processStart(pid)) === null;
}

test('its children end with it, whether it is stopped or dies', async () => {
  for (const end of ['stop', 'SIGKILL'] as const) {
    const server = await startServer(options(withChild));
    const grandchild = Number(server.stderrTail());
    assert.is.not(await processStart(grandchild), null);
    if (end === 'stop') await server.stop();
    else process.kill(server.pid, end);
    await server.exit;
    assert.ok(await isGone(grandchild));
  }
});

test('it ends with the process that started it, kill -9 included', async () => {
  const code = `
    import { startServer } from ${JSON.stringify(new URL('./server-process.js', import.meta.url))};
    const server = await startServer({
      ...${JSON.stringify(options(withChild))}, signal: new AbortController().signal,
    });
    console.log(JSON.stringify([server.pid, Number(server.stderrTail())]));`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code]);
  const pids: unknown = JSON.parse(await wordsFrom(parent));
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  assert.ok(Array.isArray(pids) && pids.length === 2);
  for (const pid of Array.isArray(pids) ? pids : []) assert.ok(await isGone(Number(pid)));
});

test.run();
