import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ArmResult, ServerReadings } from '../record/arm-result.ts';
import { type MetricName, metricNames } from '../record/metric.ts';
import { collectSamples } from './collect-samples.ts';
import { isGrowth } from './compare-growth.ts';
import type { Sample } from './comparison.ts';
import {
  idleServer,
  operation,
  operations,
  pairs,
  sampleArm,
  sampleLoad,
  sampleUnits,
} from './sample-arm.ts';

const test = suite('collect samples');

const collect = (...arms: readonly ArmResult[]) =>
  collectSamples({ scenario: 'sample', arms }, pairs);

function find(samples: readonly Sample[], metric: MetricName, side = 'baseline'): Sample {
  const found = samples.find((sample) => sample.metric === metric && sample.side === side);
  if (!found) throw new Error(`no sample of ${metric}`);
  return found;
}

const arm = (change: Partial<ArmResult> = {}, count = 100) =>
  sampleArm({ side: 'baseline', unit: 0 }, operations(count, 20), change);

const serving = (change: Partial<ServerReadings>) => ({ server: { ...idleServer, ...change } });

test('every metric of the catalogue has a sample of each side, with a value or a reason', () => {
  for (const samples of [collect(), collect(arm())]) {
    assert.is(samples.length, 2 * metricNames.filter((name) => !isGrowth(name)).length);
    for (const { arms, missing } of samples) assert.is(arms.length === 0, missing !== null);
  }
  assert.is(find(collect(), 'response.p50').missing, 'no valid arm of this side');
});

test('operations of the cut do not count in latencies', () => {
  const cut = operation(9000, { plannedUs: 1_999_999 });
  const edge = operation(30, { plannedUs: 2_000_000 });
  const sample = find(
    collect(sampleArm({ side: 'baseline', unit: 0 }, [cut, edge])),
    'response.max',
  );
  assert.equal(sample.pooled, [30]);
  assert.is(find(collect(arm()), 'service.p50').arms[0]?.value, 18);
});

test('what failed counts as endless, whichever way it failed', () => {
  const outcomes = ['errored', 'timedOut', 'dropped', 'unfinished'] as const;
  const records = [...operations(6, 20), ...outcomes.map((outcome) => operation(1, { outcome }))];
  const samples = collect(sampleArm({ side: 'baseline', unit: 0 }, records));
  assert.is(find(samples, 'response.p50').arms[0]?.value, 20);
  assert.is(find(samples, 'response.p90').arms[0]?.value, Infinity);
  assert.is(find(samples, 'response.p90').operations, 10);
  assert.is(find(samples, 'errors.rate').arms[0]?.value, 0.4);
  assert.is(find(samples, 'throughput').arms[0]?.value, 0.6);
});

test('overhead may be negative, and is absent where no path is planned', () => {
  const records = [-2000, 1000, 4000].map((overheadUs) => operation(20, { overheadUs }));
  const samples = collect(sampleArm({ side: 'baseline', unit: 0 }, records));
  assert.equal(find(samples, 'overhead.p50').pooled, [-2, 1, 4]);
  assert.match(find(collect(arm()), 'overhead.p50').missing ?? '', /plans no path/);
});

/** By hand: 100 operations in 10 s with the readings of the test below. */
const busyArm: Partial<Record<MetricName, number>> = {
  'loop.lag.max': 200,
  'loop.blocked': 26,
  'loop.stalls': 12,
  'loop.utilization': 0.1,
  'loop.msPerOperation': 10,
  'loop.msPerTurn': 2,
  'cpu.msPerOperation': 20,
  'gc.pausePerOperation': 0.1,
  'memory.rss.max': 100,
  'memory.heap.max': 50,
  'pool.wait.p95': 2.9,
  'pool.inUse.max': 7,
  'pool.waiting.max': 0,
  'db.statementsPerOperation': 5,
  'db.connectsPerOperation': 0.02,
  'db.rowsPerOperation': 3,
  'db.bytesPerOperation': 10,
  'db.cpuMsPerOperation': 0.5,
  'http.requestsPerOperation': 0.3,
  'http.waitMsPerOperation': 15,
  'ws.messagesPerOperation': 4,
  'ws.bytesPerOperation': 50,
  'ws.messagesPerSecond': 40,
  'ws.usefulPerSecond': 90,
  'ws.lost': 1,
  'step.p50': 6,
  throughput: 10,
  'errors.rate': 0,
};

test('each reading comes to the number that its metric explains', () => {
  const busy = serving({
    lags: [
      [0, 200],
      [1, 60],
      [2, 8],
    ],
    poolWaitsUs: [1000, 3000],
    poolInUseMax: 7,
    statements: 500,
    connects: 2,
    rows: 300,
    databaseBytes: 1000,
    httpRequests: 30,
    httpWaitMs: 1500,
    wsMessages: 400,
    wsBytes: 5000,
  });
  const tallies = { 'ws.useful': 900, 'ws.lost': 1 };
  const load = sampleLoad(operations(100, 20), { tallies, samples: { step: [5000, 7000] } });
  const samples = collect(arm({ ...busy, load, databaseCpuMs: 50 }));
  for (const [name, expected] of Object.entries(busyArm)) {
    const value = find(samples, name as MetricName).arms[0]?.value ?? Number.NaN;
    assert.ok(Math.abs(value - expected) < 1e-9, `${name} is ${value}, not ${expected}`);
  }
});

test('what has no source says so in words', () => {
  const samples = collect(arm(), arm({ side: 'candidate' }));
  assert.match(find(samples, 'db.statementsPerOperation').missing ?? '', /database/);
  assert.match(find(samples, 'db.cpuMsPerOperation').missing ?? '', /database/);
  assert.match(find(samples, 'pool.wait.p95').missing ?? '', /connection/);
  assert.match(find(samples, 'ws.messagesPerOperation').missing ?? '', /WebSocket/);
  assert.match(find(samples, 'ws.lost').missing ?? '', /does not count/);
  assert.match(find(samples, 'firstEvent.p50').missing ?? '', /first event/);
  const blind = collect(arm({ server: null }));
  assert.match(find(blind, 'cpu.msPerOperation').missing ?? '', /probe/);
});

test('what went past the probe on one side has no number on either, but a reason', () => {
  const hidden = serving({ databaseUnseen: true, wsUnseen: true, httpRequests: 50 });
  const samples = collect(
    arm(serving({ statements: 10, wsMessages: 5, poolWaitsUs: [5] })),
    arm({ side: 'candidate', ...hidden, databaseCpuMs: 7 }),
  );
  for (const side of ['baseline', 'candidate']) {
    assert.match(find(samples, 'db.statementsPerOperation', side).missing ?? '', /otherwise than/);
    assert.match(find(samples, 'pool.inUse.max', side).missing ?? '', /otherwise than/);
    assert.match(find(samples, 'ws.messagesPerOperation', side).missing ?? '', /otherwise than/);
  }
  assert.is(find(samples, 'http.requestsPerOperation', 'candidate').arms[0]?.value, 0.5);
  assert.is(find(samples, 'db.cpuMsPerOperation', 'candidate').arms[0]?.value, 0.07);
});

test('of several processes, what is said of the event loop is the mean of those that serve', () => {
  const samples = collect(
    arm(serving({ servingMs: 20_000, servingActiveMs: 8000, activeMs: 9000, lags: [[1, 400]] })),
  );
  assert.is(find(samples, 'loop.utilization').arms[0]?.value, 0.4);
  assert.is(find(samples, 'loop.msPerOperation').arms[0]?.value, 90);
  assert.is(find(samples, 'loop.blocked').arms[0]?.value, 20);
  assert.is(find(samples, 'loop.stalls').arms[0]?.value, 3);
  // One loop of two is blocked for 2 % of the time: who waits at all is 1 of 50 then, and the 10th of
  // 1,000 moments of 20 ms (Hazen's quantile: the 9.5th of them) waits for half of the block.
  assert.is(Math.round(find(samples, 'loop.lag.p99').arms[0]?.value ?? 0), 210);
});

test('a recording of before something was read says so', () => {
  const { loopTurns: _, httpRequests: __, ...older } = idleServer;
  const samples = collect(arm({ server: older }));
  assert.match(find(samples, 'loop.msPerTurn').missing ?? '', /did not read it/);
  assert.match(find(samples, 'http.requestsPerOperation').missing ?? '', /did not read it/);
});

test('nothing is a reading where the other side has one', () => {
  const samples = collect(arm(serving({ statements: 10 })), arm({ side: 'candidate' }));
  assert.is(find(samples, 'db.statementsPerOperation', 'candidate').arms[0]?.value, 0);
});

test('an arm in which nothing completed has no cost per operation', () => {
  const failed = operations(10, 20).map((record) => ({ ...record, outcome: 'errored' as const }));
  const samples = collect(sampleArm({ side: 'baseline', unit: 0 }, failed));
  assert.is(find(samples, 'cpu.msPerOperation').missing, 'no operation completed');
});

test('invalid arms are left out', () => {
  const invalid = { validity: { state: 'invalid', reasons: ['late'] } } as const;
  const arms = sampleUnits(3, (side, unit) =>
    sampleArm({ side, unit }, operations(4, 20), unit === 1 ? invalid : {}),
  );
  const sample = find(collect(...arms), 'response.p50', 'candidate');
  assert.equal(
    sample.arms.map(({ unit }) => unit),
    [0, 2],
  );
  assert.is(sample.operations, 8);
});

test('an episode is one value, and its throughput is until it is drained', () => {
  const load = { kind: 'episode', operations: 4, withinMs: 100 } as const;
  const early = operations(4, 20).map((record) => ({ ...record, plannedUs: 0 }));
  const arms = [sampleArm({ side: 'baseline', unit: 0 }, early)];
  const samples = collectSamples({ scenario: 'sample', arms }, load);
  assert.is(find(samples, 'response.p50').figure, 'mean');
  assert.is(find(samples, 'response.p50').operations, 4);
  assert.is(find(samples, 'throughput').arms[0]?.value, 4 / 10.5);
});

test.run();
