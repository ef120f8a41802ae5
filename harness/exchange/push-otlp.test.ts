import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startPushing } from './push-otlp.ts';

const test = suite('push to a collector');

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A collector that gives the answers in turn, and the last one from then on. */
async function startCollector(answers: readonly Answer[], port = 0) {
  const received: { path: string | undefined; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const answer = answers[Math.min(received.length, answers.length - 1)];
    received.push({ path: request.url, body: await json(request) });
    response.writeHead(answer?.status ?? 500).end(answer?.body);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    received,
    endpoint: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Pushes until `enough`, and once more. */
async function pushUntil(endpoint: URL, enough: (warned: readonly string[]) => boolean) {
  const warned: string[] = [];
  const body = async () => '{"n":1}';
  const warn = (words: string) => void warned.push(words);
  const pusher = startPushing({ endpoint, everyMs: 5, body, warn });
  const deadlineMs = performance.now() + 10_000;
  while (!enough(warned) && performance.now() < deadlineMs) await sleep(5);
  await pusher.stop();
  return warned;
}

test('pushes below the path of the endpoint, and once more at the end', async () => {
  const collector = await startCollector([{ status: 200, body: '{}' }]);
  const endpoint = new URL('/otlp/', collector.endpoint);
  let before = 0;
  const warned = await pushUntil(endpoint, () => {
    before = collector.received.length;
    return before > 0;
  });
  assert.equal(warned, []);
  assert.ok(collector.received.length > before);
  assert.equal(collector.received[0], { path: '/otlp/v1/metrics', body: { n: 1 } });
  await collector.close();
});

test('a collector that fails is told of once, and so is its return', async () => {
  const failing = { status: 503, body: 'busy' };
  const collector = await startCollector([failing, failing, failing, { status: 200, body: '' }]);
  const warned = await pushUntil(collector.endpoint, ({ length }) => length === 2);
  assert.is(warned.length, 2);
  assert.match(warned[0] ?? '', /\/v1\/metrics answers 503 busy: metrics are not pushed/);
  assert.match(warned[1] ?? '', /takes metrics again/);
  await collector.close();
});

test('a collector that takes a part says so', async () => {
  const body = '{"partialSuccess":{"rejectedDataPoints":"3","errorMessage":"too old"}}';
  const collector = await startCollector([{ status: 200, body }]);
  const [warned] = await pushUntil(collector.endpoint, ({ length }) => length === 1);
  assert.match(warned ?? '', /rejects 3 values \(too old\)/);
  await collector.close();
});

test('no collector is one warning', async () => {
  const endpoint = new URL('http://127.0.0.1:1');
  const warned = await pushUntil(endpoint, ({ length }) => length === 1);
  assert.is(warned.length, 1);
  assert.match(warned[0] ?? '', /does not answer \(.*ECONNREFUSED.*\)/);
});

test.run();
