import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Buckets } from './buckets.ts';
import type { LiveMetric } from './live-metrics.ts';
import { otlpJson } from './otlp-json.ts';

const test = suite('OTLP');
const sdk = createRequire(import.meta.url).resolve('@opentelemetry/sdk-node');

const waits = new Buckets([0.001, 0.1]);
for (const value of [0.0005, 0.02, 0.03, 2]) waits.add(value);
const described = { description: 'One.', attributes: { 'a.kind': 'b' } };
const metrics: readonly LiveMetric[] = [
  { ...described, name: 'x.time', unit: 's', kind: 'counter', value: 1.5 },
  { ...described, name: 'x.level', unit: 'By', kind: 'upDownCounter', value: 7 },
  {
    ...{ ...described, attributes: { 'a.kind': 'c' } },
    ...{ name: 'x.level', unit: 'By', kind: 'upDownCounter', value: 4 },
  },
  { ...described, name: 'x.share', unit: '1', kind: 'gauge', value: 0.25 },
  { ...described, name: 'x.wait', unit: 's', kind: 'histogram', value: waits },
];

/** The same metrics by OpenTelemetry's own SDK and exporter. */
const peer = `
const { NodeSDK, api } = require(${JSON.stringify(sdk)});
const sdk = new NodeSDK({ autoDetectResources: false, serviceName: 'mine' });
sdk.start();
const meter = api.metrics.getMeter('tandem');
const options = (unit) => ({ description: 'One.', unit });
const attributes = { 'a.kind': 'b' };
meter.createCounter('x.time', options('s')).add(1.5, attributes);
const level = meter.createUpDownCounter('x.level', options('By'));
level.add(7, attributes);
level.add(4, { 'a.kind': 'c' });
meter.createGauge('x.share', options('1')).record(0.25, attributes);
const advice = { explicitBucketBoundaries: [0.001, 0.1] };
const wait = meter.createHistogram('x.wait', { ...options('s'), advice });
for (const value of [0.0005, 0.02, 0.03, 2]) wait.record(value, attributes);
sdk.shutdown();
`;

async function receivedFromPeer(): Promise<unknown> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const child = spawn(process.execPath, ['--eval', peer], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    },
  });
  const ended = once(child, 'close');
  const [request, response] = await Promise.race([
    once(server, 'request'),
    ended.then((): never => {
      throw new Error('the SDK ended and sent nothing');
    }),
  ]);
  const body = await json(request);
  response.end('{}');
  await ended;
  server.close();
  return body;
}

/** Without what must differ: moments, extremes (which we do not have), the SDK's own name, numbers that are strings or not. */
function comparable(body: unknown): unknown {
  const moments = ['startTimeUnixNano', 'timeUnixNano'];
  const left = new Set([...moments, 'min', 'max', 'droppedAttributesCount', 'version']);
  const numbers = new Set(['count', 'bucketCounts']);
  const isOurs = ({ key }: { readonly key: string }) => !key.startsWith('telemetry.sdk.');
  const text = JSON.stringify(body, (key, value) => {
    if (left.has(key)) return undefined;
    if (key === 'attributes') return value.filter(isOurs);
    return numbers.has(key) ? [value].flat().map(Number) : value;
  });
  return JSON.parse(text);
}

test("says what OpenTelemetry's own exporter says", async () => {
  const ours = otlpJson(metrics, { 'service.name': 'mine' }, { startedAtMs: 0, atMs: 1 });
  const theirs = comparable(await receivedFromPeer());
  assert.equal(comparable(JSON.parse(ours)), theirs);
});

test('moments are nanoseconds since 1970', () => {
  const body = otlpJson(metrics.slice(0, 1), {}, { startedAtMs: 1.5, atMs: 1_700_000_000_123 });
  assert.ok(body.includes('"startTimeUnixNano":"1500000"'), body);
  assert.ok(body.includes('"timeUnixNano":"1700000000123000000"'), body);
});

test.run();
