import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { monotonicUs } from '../probe/monotonic-clock.ts';
import type { ProbeLine } from '../probe/probe-line.ts';
import { openProbe } from '../probe/read-probe.ts';
import { liveMetrics, metricsOf } from './live-metrics.ts';
import { LiveServer, type LiveState } from './live-server.ts';

const test = suite('live server');
const folder = mkdtempSync(join(tmpdir(), 'tandem-live-'));
const file = join(folder, 'probe.ndjson');
test.after(() => rmSync(folder, { recursive: true }));
test.before.each(() => {
  const header = {
    probe: 'tandem/probe@1',
    pid: process.pid,
    parent: null,
    node: process.version,
  };
  writeFileSync(file, `${JSON.stringify(header)}\n`);
});

const emptyLine: ProbeLine = {
  atUs: 0,
  cpuUs: 0,
  childrenCpuUs: 0,
  accepted: 0,
  databaseUnseen: false,
  wsUnseen: false,
  loopTurns: 0,
  httpRequests: 0,
  httpWaitUs: 0,
  activeMs: 0,
  gcPauseMs: 0,
  gcCount: 0,
  connects: 0,
  statements: 0,
  rows: 0,
  databaseBytes: 0,
  wsMessages: 0,
  wsBytes: 0,
  rssBytes: 0,
  heapBytes: 0,
  poolIdle: 0,
  poolInUseMax: 0,
  poolWaitingMax: 0,
  wsBufferedMaxBytes: 0,
  lags: [],
  poolWaitsUs: [],
  collections: [],
};

const write = (...lines: readonly Partial<ProbeLine>[]) =>
  appendFileSync(
    file,
    lines.map((line) => `${JSON.stringify({ ...emptyLine, ...line })}\n`).join(''),
  );

function liveValue(state: LiveState, name: string): unknown {
  const { value } = metricsOf(state).find((metric) => metric.name === name) ?? {};
  return value;
}

test('before the first line there is only whether it is up', async () => {
  const state = await new LiveServer(openProbe(file), () => true).state();
  assert.equal(
    metricsOf(state).map(({ name, value }) => [name, value]),
    [['tandem.up', 1]],
  );
});

test('counters are those of the latest line, maxima and lags those of the last 10 s', async () => {
  const server = new LiveServer(openProbe(file), () => true);
  const second = (at: number, line: Partial<ProbeLine>) => ({ ...line, atUs: at * 1e6 });
  write(
    second(0, {}),
    second(1, { cpuUs: 5e5, poolInUseMax: 9, lags: [[1e6, 800]] }),
    second(2, { activeMs: 1000 }),
    second(6, { activeMs: 2000, poolInUseMax: 4, lags: [[5e6, 200]] }),
    second(12, { cpuUs: 2e6, activeMs: 6000, gcCount: 3, gcPauseMs: 12, poolInUseMax: 2 }),
  );
  const state = await server.state();
  const seen = [
    'process.cpu.time',
    'nodejs.eventloop.utilization',
    'db.client.connection.count',
    'tandem.db.in_use.max',
    'tandem.eventloop.lag.max',
    'tandem.eventloop.blocked',
    'tandem.eventloop.stalls',
  ].map((name) => liveValue(state, name));
  assert.equal(seen, [2, 0.5, 2, 4, 0.2, 1, 2]);
});

test('what comes later is added: who asks twice at once waits for the same reading', async () => {
  const server = new LiveServer(openProbe(file), () => true);
  write({ atUs: 1e6, poolWaitsUs: [50, 2000] });
  await Promise.all([server.state(), server.state()]);
  write({ atUs: 2e6, poolWaitsUs: [2000, 2e7] });
  const { seen } = await server.state();
  assert.equal(seen?.totals.poolWaits.counts, [1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1]);
});

test('a server that is silent is blocked: its age says for how long', async () => {
  const server = new LiveServer(openProbe(file), () => true);
  write({ atUs: monotonicUs() - 3e6 });
  const age = liveValue(await server.state(), 'tandem.probe.age');
  assert.ok(typeof age === 'number' && age >= 3, `${age}`);
});

test('of a server that has ended, what happened stays and levels go', async () => {
  const server = new LiveServer(openProbe(file), () => false);
  write({ atUs: 1e6, cpuUs: 3e6, rssBytes: 5e7 });
  const state = await server.state();
  assert.is(liveValue(state, 'tandem.up'), 0);
  assert.is(liveValue(state, 'process.cpu.time'), 3);
  assert.is(liveValue(state, 'process.memory.usage'), undefined);
});

test('each name is there once with the same attributes, and all of a running server have a value', async () => {
  const server = new LiveServer(openProbe(file), () => true);
  write({ atUs: 1e6 });
  const names = metricsOf(await server.state()).map(({ name }) => name);
  const whole = liveMetrics.map(({ name, attributes }) => JSON.stringify([name, attributes]));
  assert.is(new Set(whole).size, whole.length);
  assert.equal(
    names,
    liveMetrics.map(({ name }) => name),
  );
});

test.run();
