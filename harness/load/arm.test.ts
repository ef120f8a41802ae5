import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scenarioOfRequest } from '../config/request-scenario.ts';
import type { Io, Load, Scenario } from '../config/scenario.ts';
import type { LoadResult } from '../record/arm-result.ts';
import { driveArm, playedPlan } from './arm.ts';
import { recordsOf } from './operation-columns.ts';
import { constantArrivals, planOf } from './pacer.ts';
import { startTarget, type TestTarget } from './test-target.ts';
import { loadValidity } from './validity.ts';

const test = suite('arm');

let target: TestTarget;
test.before.each(async () => {
  target = await startTarget();
});
test.after.each(() => target.close());

const open = (armMs: number, cutMs = 0): Load => ({
  kind: 'open',
  ratePerSecond: 200,
  armMs,
  cutMs,
  unit: 'pair',
});

/** Asks for `path` 200 times a second, for as long as the arm lasts. */
const asking = (path: string, change: Partial<Scenario> = {}): Scenario => ({
  ...scenarioOfRequest({
    method: 'GET',
    path,
    headers: {},
    body: null,
    ratePerSecond: 200,
    durationMs: 10_000,
  }),
  plan: (seed) => planOf(seed, constantArrivals(200, 2000)),
  timeoutMs: 5000,
  ...change,
});

async function drive(
  scenario: Scenario,
  load: Load,
  options: { maxInFlight?: number; signal?: AbortSignal } = {},
): Promise<LoadResult> {
  const { signal, ...limits } = options;
  const side = { url: target.url, databaseUrl: null };
  const request = { target: side, load, seed: 's', label: 'A1', ...limits };
  const packed = await driveArm(scenario, request, signal);
  return { ...packed, operations: recordsOf(packed.operations) };
}

test('a server that answers completes every operation, in the order of the plan', async () => {
  const load = await drive(asking('/ok'), open(200));
  assert.equal(load.counts, { ...none, planned: 40, completed: 40 });
  assert.equal(
    load.operations.map(({ key }) => key),
    Array.from({ length: 40 }, (_, index) => `s/${index}`),
  );
  for (const { plannedUs, sendLagUs, responseUs, serviceUs, digest } of load.operations) {
    assert.is(plannedUs % 5000, 0);
    assert.is(responseUs, sendLagUs + serviceUs);
    assert.is(digest, '200 no type with a body');
  }
  assert.ok(load.endedUs > load.startedUs);
  assert.ok(load.generator.cpuMs > 0);
  assert.equal(load.failures, []);
  await target.deserted();
});

const none = { planned: 0, completed: 0, errored: 0, timedOut: 0, dropped: 0, unfinished: 0 };

test('a held server gets every operation at its moment, and the hold is in their times', async () => {
  target.holdFrom(100, 300);
  const load = await drive(asking('/ok'), open(1500));
  assert.equal(load.counts, { ...none, planned: 300, completed: 300 });
  const { fromUs, untilUs } = target.held;
  const during = load.operations.filter(({ plannedUs }) => {
    const atUs = load.startedUs + plannedUs;
    return atUs > fromUs && atUs < untilUs;
  });
  // One in 5 ms for 300 ms; a closed loop would have sent none of them.
  assert.ok(during.length >= 59, `${during.length} operations planned during the hold`);
  for (const { plannedUs, responseUs } of during) {
    assert.ok(load.startedUs + plannedUs + responseUs >= untilUs - 2);
  }
});

test('operations that hang time out at their elapsed time, and their connections are closed', async () => {
  const load = await drive(asking('/hang', { timeoutMs: 50 }), open(100));
  assert.equal(load.counts, { ...none, planned: 20, timedOut: 20 });
  for (const { serviceUs } of load.operations) assert.ok(serviceUs >= 50_000);
  assert.equal(load.failures, [{ message: 'timed out after 50 ms', count: 20 }]);
  await target.deserted();
});

test('a reset connection and a wrong answer are errors, with the reason in words', async () => {
  const reset = await drive(asking('/reset'), open(50));
  assert.equal(reset.counts, { ...none, planned: 10, errored: 10 });
  assert.match(String(reset.failures[0]?.message), /ECONNRESET|other side closed/);
  const broken = await drive(asking('/broken'), open(50));
  const message = 'wrong answer: GET /broken answered 500';
  assert.equal(broken.counts, { ...none, planned: 10, errored: 10 });
  assert.equal(broken.failures, [{ message, count: 10 }]);
});

test('a server that is not there refuses every operation', async () => {
  await target.close();
  const load = await drive(asking('/ok'), open(50));
  target = await startTarget();
  assert.is(load.counts.errored, 10);
  assert.match(String(load.failures[0]?.message), /ECONNREFUSED/);
});

test('a drive that throws before it asks for anything has errored', async () => {
  const drives = () => {
    throw new Error('no such step');
  };
  const load = await drive(asking('/ok', { drive: drives }), open(20));
  assert.is(load.counts.errored, 4);
  assert.equal(load.failures, [{ message: 'no such step', count: 4 }]);
});

test('operations over the limit in flight are dropped and make the arm invalid', async () => {
  const load = await drive(asking('/hang', { timeoutMs: 300 }), open(100), { maxInFlight: 3 });
  assert.equal(load.counts, { ...none, planned: 20, timedOut: 3, dropped: 17 });
  assert.ok(
    load.operations.every(({ outcome, serviceUs }) => outcome !== 'dropped' || serviceUs === 0),
  );
  assert.match(String(loadValidity(load)[0]), /only 3 of 20 planned operations were sent/);
});

test('an aborted arm gives its partial result and closes what it opened', async () => {
  const load = await drive(asking('/hang'), open(2000), { signal: AbortSignal.timeout(400) });
  assert.is(load.counts.unfinished, load.counts.planned);
  assert.ok(load.counts.planned > 0 && load.counts.planned < 400);
  assert.is(load.operations.length, load.counts.planned);
  await target.deserted();
});

test('samples of the cut are left out, tallies are kept', async () => {
  const drives = async (_operation: unknown, io: Io) => {
    io.moment('firstEvent');
    io.sample('step', 1.5);
    io.tally('ws.useful', 2);
    return { digest: io.arm };
  };
  const load = await drive(asking('/ok', { drive: drives }), open(100, 50));
  assert.is(load.counts.completed, 20);
  assert.equal(load.samples['step'], new Array(10).fill(1500));
  assert.is(load.samples['firstEvent']?.length, 10);
  assert.equal(load.tallies, { 'ws.useful': 40 });
  assert.is(load.operations[0]?.digest, 'A1');
});

test('a plan is cut to the load that is played', () => {
  const plan = [10, 20, 30].map((atMs) => ({ key: `${atMs}`, atMs }));
  const keys = (load: Load) => playedPlan(plan, load).map(({ key }) => key);
  assert.equal(keys(open(30)), ['10', '20']);
  assert.equal(keys({ kind: 'episode', operations: 1, withinMs: 50 }), ['10']);
});

test('a plan out of order is refused, with the operation that is too early', () => {
  const plan = [10, 30, 20].map((atMs) => ({ key: `k${atMs}`, atMs }));
  assert.throws(() => playedPlan(plan, open(50)), /ascending.*k20 is at 20 ms after one at 30 ms/);
});

test.run();
