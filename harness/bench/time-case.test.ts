import { setTimeout } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exitCode, TandemError } from '../error.ts';
import { seededRandom } from '../load/random.ts';
import type { BenchCase, Form } from './bench.ts';
import { checkAnswers } from './check-answers.ts';
import { madeUpBench } from './made-up-bench.ts';
import { type BenchRig, type MeasuredCase, runBenches } from './run-benches.ts';
import { timeCase } from './time-case.ts';

const test = suite('timing micro-benchmarks');
const effort = { rounds: 8, roundMs: 3 };
const never = new AbortController().signal;

/** Forms that say when they are called, and are slow enough for one call a sample. */
function recordedCase() {
  const calls: string[] = [];
  const form = (name: string): Form => ({
    call: async (round) => {
      await setTimeout(3);
      calls.push(`${round}/${name}`);
    },
  });
  const names = ['baseline', 'optimized', 'remedy'];
  const opened: BenchCase = { forms: Object.fromEntries(names.map((name) => [name, form(name)])) };
  return { opened, calls, names };
}

test('every form is called in every round, in an order that changes', async () => {
  const { opened, calls, names } = recordedCase();
  const bench = madeUpBench('copy', { counted: 'wall' });
  const timed = await timeCase(bench, opened, effort, seededRandom('1'), never);
  assert.equal(
    timed.map(({ form, msPerCall }) => [form, msPerCall.length]),
    names.map((name) => [name, effort.rounds]),
  );
  const orders = new Set<string>();
  // In round 0 each was also called before, to see how long it takes.
  for (let round = 1; round < effort.rounds; round++) {
    const own = calls.filter((call) => call.startsWith(`${round}/`));
    const order = [...new Set(own.map((call) => call.split('/')[1]))];
    assert.equal([...order].sort(), names, `round ${round}`);
    orders.add(order.join());
  }
  assert.ok(orders.size > 1);
});

test('calls that are short are many to a sample, and each is counted', async () => {
  let called = 0;
  const form: Form = { call: () => ++called };
  const opened = { forms: { baseline: form, optimized: form, remedy: form } };
  const timed = await timeCase(madeUpBench('copy'), opened, effort, seededRandom('1'), never);
  for (const { calls } of timed) assert.ok(calls > 1000 && calls < called);
});

test('what blocks the event loop counts as blocked, and what waits does not', async () => {
  const block = async () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  };
  const forms = { baseline: { call: block }, optimized: { call: () => setTimeout(20) } };
  const bench = madeUpBench('retry', { counted: 'blocked', others: {} });
  const timed = await timeCase(bench, { forms }, effort, seededRandom('1'), never);
  const [blocked, waited] = timed.map(({ msPerCall }) => Math.min(...msPerCall));
  assert.ok((blocked ?? 0) >= 19, `${blocked}`);
  assert.ok((waited ?? 20) < 19, `${waited}`);
});

const answers: readonly [string, unknown, unknown, boolean][] = [
  ['equal values', { a: [1, 'x'] }, { a: [1, 'x'] }, true],
  ['promises of equal values', Promise.resolve([1]), Promise.resolve([1]), true],
  ['another value', { a: 1 }, { a: 2 }, false],
  ['a missing field', { a: 1, b: undefined }, { a: 1 }, false],
];

for (const [what, baseline, optimized, agree] of answers) {
  test(`${what} ${agree ? 'agree' : 'do not agree'}`, async () => {
    const bench = madeUpBench('copy', { others: {} });
    const forms = { baseline: { call: () => baseline }, optimized: { call: () => optimized } };
    const error = await checkAnswers(bench, 'small', { forms }).catch((fault: unknown) => fault);
    if (agree) return assert.is(error, undefined);
    assert.instance(error, TandemError);
    assert.is((error as TandemError).code, exitCode.disagreement);
    assert.match((error as TandemError).message, /copy at small: optimized does not give/);
  });
}

async function measuredBy(rig: BenchRig): Promise<readonly MeasuredCase[]> {
  const measured: MeasuredCase[] = [];
  const bench = madeUpBench('copy', { database: true });
  const few = { rounds: 2, roundMs: 1 };
  for await (const each of runBenches([bench], few, rig)) measured.push(each);
  return measured;
}

test('every size is measured, on a database of the benchmark where it asks for one', async () => {
  const databases: string[] = [];
  const openDatabase = async (name: string) => {
    databases.push(name);
    return `postgres://${name}`;
  };
  const measured = await measuredBy({ openDatabase, signal: never });
  assert.equal(
    measured.map(({ size }) => size),
    ['small', 'large'],
  );
  assert.equal(databases, ['bench_copy', 'bench_copy']);
});

test('what was interrupted is left out', async () => {
  const stop = new AbortController();
  const openDatabase = async () => {
    stop.abort();
    return '';
  };
  assert.equal(await measuredBy({ openDatabase, signal: stop.signal }), []);
});

test.run();
