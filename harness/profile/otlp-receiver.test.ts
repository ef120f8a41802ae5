import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { wordsFrom } from '../launch/heard-from.ts';
import { type OtlpReceiver, openOtlpReceiver } from './otlp-receiver.ts';
import type { Span } from './span.ts';

const test = suite('otlp receiver');

const traceId = '5b8efff798038103d269b633813fc60c';
const spanId = 'eee19b7ec3c1b174';
const parentSpanId = 'eee19b7ec3c1b173';

/** The example of opentelemetry-proto (examples/trace.json), with more kinds of values. */
const exported = (change: object = {}) => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'my.service' } }] },
      scopeSpans: [
        {
          scope: { name: 'my.library', version: '1.0.0' },
          spans: [
            {
              traceId: traceId.toUpperCase(),
              spanId,
              parentSpanId,
              startTimeUnixNano: '1544712660000000000',
              endTimeUnixNano: '1544712661000000500',
              name: "I'm a server span",
              kind: 2,
              attributes: [
                { key: 'text', value: { stringValue: 'some value' } },
                { key: 'whole', value: { intValue: '-42' } },
                { key: 'number', value: { intValue: 42 } },
                { key: 'fraction', value: { doubleValue: 0.5 } },
                { key: 'yes', value: { boolValue: true } },
                { key: 'list', value: { arrayValue: { values: [{ stringValue: 'x' }] } } },
                { key: 'nothing' },
              ],
              status: { code: 2 },
              events: [{ name: 'ignored' }],
              ...change,
            },
          ],
        },
      ],
    },
  ],
});

const expected: Span = {
  traceId,
  spanId,
  parentId: parentSpanId,
  name: "I'm a server span",
  kind: 'server',
  startUs: 1544712660000000,
  endUs: 1544712661000000.5,
  attributes: { text: 'some value', whole: -42, number: 42, fraction: 0.5, yes: true },
  failed: true,
};

let receiver: OtlpReceiver;
test.before.each(async () => {
  receiver = await openOtlpReceiver(3);
});
test.after.each(() => receiver.close());

const json = { 'content-type': 'application/json' };

function post(
  body: string | Buffer,
  headers: Record<string, string>,
  path = '/v1/traces',
): Promise<Response> {
  const url = `${receiver.environment['OTEL_EXPORTER_OTLP_ENDPOINT']}${path}`;
  return fetch(url, { method: 'POST', body, headers });
}

test('JSON is taken, packed or not, and answered by an empty message', async () => {
  const text = JSON.stringify(exported());
  const plain = await post(text, { 'content-type': 'application/json; charset=utf-8' });
  assert.is(plain.status, 200);
  assert.is(plain.headers.get('content-type'), 'application/json');
  assert.equal(await plain.json(), {});
  const packed = await post(gzipSync(text), { ...json, 'content-encoding': 'gzip' });
  assert.is(packed.status, 200);
  assert.equal(receiver.takeSpans(), [expected, expected]);
  assert.equal(receiver.takeSpans(), []);
});

test('a span without parent, kind, status and attributes is an internal one', async () => {
  const bare = { parentSpanId: '', kind: 0, status: {}, attributes: [] };
  await post(JSON.stringify(exported(bare)), json);
  const [span] = receiver.takeSpans();
  assert.equal(span, {
    ...expected,
    parentId: null,
    kind: 'internal',
    attributes: {},
    failed: false,
  });
});

const broken: readonly (readonly [what: string, body: string, message: RegExp])[] = [
  ['no JSON', '{', /JSON/],
  ['JSON of another kind', '{"resourceSpans": 5}', /resourceSpans/],
  ['a trace id that is too short', JSON.stringify(exported({ traceId: 'abc' })), /32 hexadecimal/],
  ['an end before its start', JSON.stringify(exported({ endTimeUnixNano: 5 })), /starts at/],
];
for (const [what, body, message] of broken) {
  test(`${what} is refused with 400 and the reason`, async () => {
    const answer = await post(body, json);
    assert.is(answer.status, 400);
    assert.match(((await answer.json()) as { message: string }).message, message);
    assert.equal(receiver.takeSpans(), []);
  });
}

test('protobuf that is cut off is refused with a google.rpc.Status', async () => {
  const answer = await post(Buffer.from([10, 200, 1, 3]), {
    'content-type': 'application/x-protobuf',
  });
  assert.is(answer.status, 400);
  assert.is(answer.headers.get('content-type'), 'application/x-protobuf');
  assert.match(await answer.text(), /cut off/);
});

test('other paths, methods, formats and encodings are refused, each by its status', async () => {
  const url = receiver.environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  assert.is((await fetch(`${url}/v1/traces`)).status, 405);
  assert.is((await post('{}', json, '/v1/profiles')).status, 404);
  assert.is((await post('hello', { 'content-type': 'text/plain' })).status, 415);
  assert.is((await post('{}', { ...json, 'content-encoding': 'br' })).status, 415);
  assert.is((await post('no gzip', { ...json, 'content-encoding': 'gzip' })).status, 400);
});

test('what is too large is refused, even if it is small while packed', async () => {
  const large = Buffer.alloc(17 * 2 ** 20, ' ');
  assert.is((await post(large, json)).status, 413);
  const bomb = gzipSync(large);
  assert.is((await post(bomb, { ...json, 'content-encoding': 'gzip' })).status, 413);
});

test('metrics and logs are accepted and forgotten', async () => {
  for (const path of ['/v1/metrics', '/v1/logs']) {
    assert.is((await post('{"resourceMetrics":[]}', json, path)).status, 200);
  }
  assert.equal(receiver.takeSpans(), []);
});

test('spans beyond the limit are dropped and counted, until those before are taken', async () => {
  const text = JSON.stringify(exported());
  for (let sent = 0; sent < 5; sent++) await post(text, json);
  assert.is(receiver.takeSpans().length, 3);
  assert.is(receiver.droppedSpans(), 2);
  await post(text, json);
  assert.is(receiver.takeSpans().length, 1);
  assert.is(receiver.droppedSpans(), 2);
});

/** A server as a user writes it: the SDK, no code of ours, two calls in turn in each request. */
const tracedServer = `
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { NodeSDK, api } from '@opentelemetry/sdk-node';
const sdk = new NodeSDK({ serviceName: 'tiny', autoDetectResources: false });
sdk.start();
const tracer = api.trace.getTracer('tiny');
const within = (name, options, work) => tracer.startActiveSpan(name, options, async (span) => {
  try { return await work(); } finally { span.end(); }
});
const call = (path) => within('GET', { kind: 2, attributes: { 'url.path': path } }, () => sleep(5));
const server = createServer((request, response) =>
  within('GET /', { kind: 1 }, () => within('handler', {}, async () => {
    await call('/one');
    await call('/two');
    response.end('done');
  })));
server.listen(0, '127.0.0.1', () => process.stdout.write(String(server.address().port)));
process.on('SIGTERM', () => server.close(() => sdk.shutdown().then(() => process.exit(0))));
`;

for (const protocol of ['http/protobuf', 'http/json']) {
  test(`a server with OpenTelemetry's own SDK is understood over ${protocol}`, async () => {
    const roomy = await openOtlpReceiver();
    const own = { ...roomy.environment, OTEL_EXPORTER_OTLP_PROTOCOL: protocol };
    const child = spawn(process.execPath, ['--input-type=module', '-e', tracedServer], {
      env: { ...process.env, ...own },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const port = await wordsFrom(child);
      await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
      child.kill('SIGTERM');
      const [code] = await once(child, 'exit');
      assert.is(code, 0);
    } finally {
      child.kill('SIGKILL');
      await roomy.close();
    }
    const spans = roomy.takeSpans();
    const parentOf = ({ parentId }: Span) => spans.find(({ spanId }) => spanId === parentId)?.name;
    assert.equal(
      spans.map((span) => [span.name, span.kind, parentOf(span), span.attributes['url.path']]),
      [
        ['GET', 'client', 'handler', '/one'],
        ['GET', 'client', 'handler', '/two'],
        ['handler', 'internal', 'GET /', undefined],
        ['GET /', 'server', undefined, undefined],
      ],
    );
    for (const span of spans) assert.ok(Math.abs(span.endUs / 1000 - Date.now()) < 60_000);
  });
}

test('a server that sends nothing is no error', async () => {
  assert.equal(receiver.takeSpans(), []);
  assert.is(receiver.droppedSpans(), 0);
});

test.run();
