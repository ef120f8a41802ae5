import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { LoadResult, OperationRecord } from '../record/arm-result.ts';
import { loadValidity } from './validity.ts';

const test = suite('validity of a load');

const operation = (responseMs: number): OperationRecord => ({
  key: 'k',
  plannedUs: 0,
  sendLagUs: 0,
  responseUs: responseMs * 1000,
  serviceUs: responseMs * 1000,
  outcome: 'completed',
  digest: '',
  overheadUs: null,
});

/** A hundred operations of `responseMs`, changed in what is under test. */
const loadOf = (change: Partial<LoadResult>, responseMs = 10): LoadResult => ({
  startedUs: 0,
  endedUs: 1,
  counts: { planned: 100, completed: 100, errored: 0, timedOut: 0, dropped: 0, unfinished: 0 },
  operations: new Array(100).fill(operation(responseMs)),
  samples: {},
  tallies: {},
  failures: [],
  generator: { sendLagP99Ms: 1, utilization: 0.1, cpuMs: 1 },
  ...change,
});

const counts = loadOf({}).counts;
const generator = loadOf({}).generator;

test('a calm generator has nothing to say', () => {
  assert.equal(loadValidity(loadOf({})), []);
});

test('each limit holds at its value and is broken above it', () => {
  // The limits are those of the research: 5 ms or 10 % of the median, 0.9, 99 %.
  const table: [Partial<LoadResult>, number, RegExp | null][] = [
    [{ generator: { ...generator, sendLagP99Ms: 5 } }, 10, null],
    [{ generator: { ...generator, sendLagP99Ms: 5.1 } }, 10, /sent operations 5\.1 ms late at P99/],
    [{ generator: { ...generator, sendLagP99Ms: 20 } }, 200, null],
    [{ generator: { ...generator, sendLagP99Ms: 21 } }, 200, /limit 20\.0 ms/],
    [{ generator: { ...generator, utilization: 0.9 } }, 10, null],
    [{ generator: { ...generator, utilization: 0.96 } }, 10, /busy 96 % of the time/],
    [{ counts: { ...counts, completed: 99, dropped: 1 } }, 10, null],
    [{ counts: { ...counts, completed: 98, dropped: 2 } }, 10, /only 98 of 100/],
    [{ counts: { ...counts, completed: 99 } }, 10, /do not add up: 100 .* 99 ended/],
    [{ operations: [operation(10)] }, 10, /1 were recorded/],
  ];
  for (const [change, responseMs, expected] of table) {
    const reasons = loadValidity(loadOf({ ...change }, responseMs));
    assert.is(reasons.length, expected === null ? 0 : 1, String(expected));
    if (expected) assert.match(String(reasons[0]), expected);
  }
});

test('of few operations one late sending is chance, two are not', () => {
  const lags = (...lagsMs: number[]) =>
    loadOf({
      counts: { ...counts, planned: lagsMs.length, completed: lagsMs.length },
      operations: lagsMs.map((lagMs) => ({ ...operation(10), sendLagUs: lagMs * 1000 })),
      generator: { ...generator, sendLagP99Ms: Math.max(...lagsMs) },
    });
  assert.equal(loadValidity(lags(9, 1, 1)), []);
  assert.match(loadValidity(lags(9, 8, 1)).join(), /8\.0 ms late/);
});

test('an arm in which nothing was planned is no reason to fail', () => {
  const empty = { planned: 0, completed: 0, errored: 0, timedOut: 0, dropped: 0, unfinished: 0 };
  assert.equal(loadValidity(loadOf({ counts: empty, operations: [] })), []);
});

test.run();
