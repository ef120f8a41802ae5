import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Scenario } from '../config/scenario.ts';
import { exitCode, TandemError } from '../error.ts';
import { small } from './generator/test-scenarios.ts';
import { type Saturation, type SaturationRequest, saturate } from './saturate.ts';

const test = suite('saturate');

const servers: Server[] = [];
test.after.each(async () => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }
});

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const asking: Scenario = {
  ...small,
  request: ({ key }, arm) => ({ method: 'POST', path: `/${arm}/${key}`, body: key }),
};

const load = (
  url: string,
  change: Partial<SaturationRequest> = {},
  scenario = asking,
  signal = new AbortController().signal,
): Promise<Saturation> =>
  saturate(
    scenario,
    {
      target: { url, databaseUrl: null },
      connections: 4,
      durationMs: 300,
      seed: 's',
      label: 'A',
      ...change,
    },
    signal,
  );

test('counts what was answered with 2xx, each answer to an operation of its own', async () => {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.end('ok');
  });
  const { completed, loadedMs, failures, brokenOff, utilization } = await load(url);
  // Where this process is kept waiting, connections end late, and what came meanwhile does not count.
  assert.ok(completed > 0 && completed <= asked.length);
  assert.is(new Set(asked).size, asked.length);
  assert.ok(asked.every((path) => /^\/A\/s\/\d+\/\d+$/.test(path)));
  assert.is(loadedMs, 300);
  assert.equal(failures, []);
  assert.not.ok(brokenOff);
  assert.ok(utilization > 0 && utilization <= 1);
});

test('answers that take longer than the duration are awaited and not counted', async () => {
  let underWay = 0;
  const url = await serve(async (_request, response) => {
    underWay += 1;
    await sleep(600);
    underWay -= 1;
    response.end('ok');
  });
  const { completed, failures } = await load(url);
  assert.is(underWay, 0);
  assert.is(completed, 0);
  assert.equal(failures, []);
});

test('other answers and broken connections are failures in words, and never completed', async () => {
  const url = await serve((_request, response) => response.writeHead(503).end());
  const refused = await load(url);
  assert.is(refused.completed, 0);
  assert.is(refused.failures[0]?.message, 'answered 503');
  const cut = await load(await serve((request) => request.socket.resetAndDestroy()));
  assert.is(cut.completed, 0);
  assert.match(cut.failures[0]?.message ?? '', /ECONNRESET/);
});

test('a server that answers nothing times out', async () => {
  const url = await serve(() => undefined);
  const { completed, failures } = await load(
    url,
    { durationMs: 1900 },
    { ...asking, timeoutMs: 1000 },
  );
  assert.is(completed, 0);
  assert.equal(failures, [{ message: 'request timed out', count: 4 }]);
});

test('a server that closes each connection is counted answer by answer', async () => {
  let answered = 0;
  const url = await serve((_request, response) => {
    answered += 1;
    response.setHeader('connection', 'close').end('ok');
  });
  const { completed } = await load(url);
  assert.ok(completed > 0 && completed <= answered);
});

test('refused connections are not tried for ever', async () => {
  const url = await serve(() => undefined);
  servers.splice(0)[0]?.close();
  const { brokenOff, completed, loadedMs, failures } = await load(url, { durationMs: 60_000 });
  assert.ok(brokenOff);
  assert.is(completed, 0);
  assert.ok(loadedMs < 60_000);
  assert.match(failures[0]?.message ?? '', /ECONNREFUSED/);
});

test('an abort ends it with what came before', async () => {
  const controller = new AbortController();
  const url = await serve((_request, response) => {
    response.end('ok');
    controller.abort();
  });
  const { loadedMs } = await load(url, { durationMs: 60_000 }, asking, controller.signal);
  assert.ok(loadedMs < 60_000);
});

test('a scenario whose operations are no single request is refused', async () => {
  const error = await load('http://127.0.0.1:9', {}, small).catch((reason: Error) => reason);
  assert.is((error as TandemError).code, exitCode.usage);
  assert.instance(error, TandemError);
});

test.run();
