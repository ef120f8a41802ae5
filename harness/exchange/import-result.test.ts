import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MetricName } from '../record/metric.ts';
import { type Run, runSchema } from '../record/run.ts';
import { importResult } from './import-result.ts';

const test = suite('import of results');

/**
 * `hyperfine*.json`: written by hyperfine 1.15. `k6-*.json`: made by the rules of k6 itself
 * (internal/js/summary.go for what handleSummary is given, summary-wrapper.js for what
 * `--summary-export` makes of it), both of one made-up test.
 */
const stored = (name: string): unknown =>
  JSON.parse(
    readFileSync(
      new URL(`../../../harness/exchange/testdata/${name}.json`, import.meta.url),
      'utf8',
    ),
  );

function imported(json: unknown): Run {
  const result = importResult(json, 'x.json');
  if (!result) throw new Error('it was not recognised');
  runSchema.parse(result.run);
  return result.run;
}

const values = (run: Run): Record<string, number | undefined> =>
  Object.fromEntries(
    Object.entries(run.scenarios[0]?.metrics ?? {}).map(([name, measured]) => [
      name,
      measured.candidate?.value,
    ]),
  );

for (const name of ['k6-summary-export', 'k6-handle-summary']) {
  test(`${name}: latencies from the sending, what failed, and the threshold that was crossed`, () => {
    const run = imported(stored(name));
    const { throughput, ...others } = values(run);
    assert.equal(others, {
      'service.p50': 51.2,
      'service.p90': 58.6,
      'service.p95': 63.25,
      'service.p99': 101.5,
      'service.max': 140.75,
      'errors.rate': 0.01,
    });
    assert.ok(Math.abs((throughput ?? 0) - 594 / 30.0125) < 1e-9);
    const { planned, completed, errored } = run.scenarios[0]?.load.candidate ?? {};
    assert.equal([planned, completed, errored], [600, 594, 6]);
    assert.equal(run.warnings, [
      'k6 threshold crossed: http_req_duration p(95)<60',
      'k6: 6 of 600 checks failed',
    ]);
    assert.is(run.environment.seconds, 30);
  });
}

test('a k6 script without HTTP is measured by its iterations', () => {
  const { metrics } = stored('k6-handle-summary') as { metrics: Record<string, unknown> };
  const { iterations, iteration_duration } = metrics;
  const run = imported({ metrics: { iterations, iteration_duration } });
  assert.is(values(run)['service.p95'], 1063.5);
  assert.is(run.scenarios[0]?.parameters['operation'], 'iteration');
});

test('a rate next to nothing leaves the duration unknown', () => {
  const run = imported({ metrics: { iterations: { count: 600, rate: 5e-324 } } });
  assert.is(run.environment.seconds, 0);
});

test('hyperfine: seconds are milliseconds, and single times give the median an interval', () => {
  const run = imported(stored('hyperfine'));
  const { 'service.p50': median, 'cpu.msPerOperation': cpu } = run.scenarios[0]?.metrics ?? {};
  assert.ok(Math.abs((median?.candidate?.value ?? 0) - 1.1336695) < 1e-9);
  assert.ok(Math.abs((cpu?.candidate?.value ?? 0) - 1.09725) < 1e-9);
  // Of eight values, the least and the largest are the limits of the median at 95 %.
  assert.ok(Math.abs((median?.candidate?.lo ?? 0) - 1.072912) < 1e-9);
  assert.ok(Math.abs((median?.candidate?.hi ?? 0) - 2.876127) < 1e-9);
  assert.is(run.scenarios[0]?.name, 'true');
});

test('hyperfine: each command is a scenario, and what failed is counted', () => {
  const two = imported(stored('hyperfine-two'));
  assert.equal(
    two.scenarios.map(({ name }) => name),
    ['sleep 0.01', 'sleep 0.02'],
  );
  const failing = imported(stored('hyperfine-failing'));
  assert.is(values(failing)['errors.rate'], 1);
  assert.is(failing.scenarios[0]?.load.candidate.errored, 3);
});

test('hyperfine: the same command twice is two scenarios', () => {
  const { results } = stored('hyperfine') as { results: object[] };
  const run = imported({ results: [...results, ...results] });
  assert.equal(
    run.scenarios.map(({ name }) => name),
    ['true', 'true (2)'],
  );
});

const autocannon = fileURLToPath(
  new URL('../../../node_modules/autocannon/autocannon.js', import.meta.url),
);

test('autocannon -j, as it is installed, against a server that fails every tenth time', async () => {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.statusCode = requests % 10 === 0 ? 500 : 200;
    response.end('ok');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const options = ['-j', '-n', '-d', '1', '-c', '2', '-R', '100', url];
  const child = spawn(process.execPath, [autocannon, ...options], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const printed = await text(child.stdout);
  server.close();
  server.closeAllConnections();
  const json = JSON.parse(printed) as { '2xx': number; non2xx: number; latency: { p99: number } };
  const run = imported(json);
  const { completed, errored } = run.scenarios[0]?.load.candidate ?? {};
  assert.equal([completed, errored], [json['2xx'], json.non2xx]);
  assert.ok((errored ?? 0) > 0);
  assert.is(values(run)['service.p99'], json.latency.p99);
  assert.is(values(run)['service.p95'], undefined);
  assert.ok(Math.abs((values(run)['errors.rate'] ?? 0) - 0.1) < 0.05);
  assert.is(run.scenarios[0]?.parameters['url'], url);
  assert.ok(Date.parse(run.environment.startedAt) > 0);
});

for (const [name, json] of Object.entries({
  nothing: null,
  'a list': [],
  'capacity of Tandem': { schema: 'tandem/capacity@1' },
  'Bencher Metric Format': { request: { 'response.p95 (ms)': { value: 1 } } },
  'a package': { name: 'x', version: '1' },
  'hyperfine without results': { results: [] },
  'metrics of something else': { metrics: { cpu: { value: 1 } } },
})) {
  test(`${name} is not recognised`, () => assert.is(importResult(json, 'x'), null));
}

/** Any number, text or nothing in the place of each value. */
const twisted = (json: unknown): fc.Arbitrary<unknown> => {
  if (Array.isArray(json)) return fc.tuple(...json.map(twisted));
  if (typeof json === 'object' && json !== null) {
    return fc.record(
      Object.fromEntries(Object.entries(json).map(([key, value]) => [key, twisted(value)])),
      { requiredKeys: [] },
    );
  }
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(json) },
    fc.double(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(null, -1, 0, 1e308, true),
  );
};

const example = new URL('../../../docs/example/sequential.autocannon.json', import.meta.url);

for (const [name, whole] of [
  ...['k6-summary-export', 'k6-handle-summary', 'hyperfine-two'].map((name) => [
    name,
    stored(name),
  ]),
  ['autocannon', JSON.parse(readFileSync(example, 'utf8'))],
] as const) {
  test(`${name} with anything in its places is refused, or valid`, () =>
    fc.assert(
      fc.property(twisted(whole), (json) => {
        const result = importResult(json, 'x');
        if (result) runSchema.parse(result.run);
      }),
      { numRuns: 300 },
    ));
}

test('whatever the JSON, it is refused or valid', () =>
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      const result = importResult(json, 'x');
      if (result) runSchema.parse(result.run);
    }),
  ));

test('no metric is called what it is not', () => {
  const names: MetricName[] = ['response.p50', 'response.p95'];
  for (const file of ['k6-summary-export', 'hyperfine']) {
    for (const name of names) assert.is(values(imported(stored(file)))[name], undefined);
  }
});

test.run();
