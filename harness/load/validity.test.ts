import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { LoadResult, OperationRecord } from '../record/arm-result.ts';
import { Histogram } from './histogram.ts';
import type { PackedLevel } from './level.ts';
import { levelValidity, loadValidity } from './validity.ts';

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

/** A hundred operations of `responseMs` in a second, changed in what is under test. */
const loadOf = (change: Partial<LoadResult>, responseMs = 10): LoadResult => ({
  startedUs: 0,
  endedUs: 1_000_000,
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

/** A hundred operations, ten ms apart, of which the last `late` were sent after the last moment. */
const sentAfter = (late: number): OperationRecord[] =>
  Array.from({ length: 100 }, (_, index) => ({
    ...operation(1000),
    plannedUs: index * 10_000,
    sendLagUs: index < 100 - late ? 0 : 996_000 - index * 10_000,
  }));

/** So many operations, all but the last five sent so late; P99 is the generator's own figure. */
const lagging = (lagMs: number, count = 100): Partial<LoadResult> => ({
  counts: { ...counts, planned: count, completed: count },
  operations: Array.from({ length: count }, (_, index) => ({
    ...operation(10),
    plannedUs: index * 10_000,
    sendLagUs: index < count - 5 ? lagMs * 1000 : 0,
  })),
  generator: { ...generator, sendLagP99Ms: lagMs },
});

const slow = (load: Partial<LoadResult>): Partial<LoadResult> => ({
  ...load,
  operations: load.operations?.map((each) => ({ ...each, responseUs: 200_000 })) ?? [],
});

test('each limit holds at its value and is broken above it', () => {
  // The limits are those of the research: 5 ms or 10 % of the median, 0.9, 99 %.
  const table: [Partial<LoadResult>, number, RegExp | null][] = [
    [lagging(5), 10, null],
    [lagging(5.1), 10, /sent operations 5\.1 ms late at P90/],
    [lagging(5.1, 368), 10, /sent operations 5\.1 ms late at P99/],
    [slow(lagging(20)), 200, null],
    [slow(lagging(21)), 200, /limit 20\.0 ms/],
    [{ generator: { ...generator, utilization: 0.9 } }, 10, null],
    [{ generator: { ...generator, utilization: 0.96 } }, 10, /busy 96 % of the time/],
    [{ counts: { ...counts, completed: 99, dropped: 1 } }, 10, null],
    [{ counts: { ...counts, completed: 98, dropped: 2 } }, 10, /only 98 of 100/],
    [{ counts: { ...counts, completed: 99 } }, 10, /do not add up: 100 .* 99 ended/],
    [{ operations: [operation(10)] }, 10, /1 were recorded/],
    [{ operations: sentAfter(1) }, 10, null],
    [{ operations: sentAfter(2) }, 10, /had 2 of 100 operations still to send/],
  ];
  for (const [change, responseMs, expected] of table) {
    const reasons = loadValidity(loadOf({ ...change }, responseMs));
    assert.is(reasons.length, expected === null ? 0 : 1, String(expected));
    if (expected) assert.match(String(reasons[0]), expected);
  }
});

test('one late sending is chance, and of fewer than 368 a tenth may be late', () => {
  const lags = (...lagsMs: number[]) =>
    loadOf({
      counts: { ...counts, planned: lagsMs.length, completed: lagsMs.length },
      operations: lagsMs.map((lagMs, index) => ({
        ...operation(10),
        plannedUs: index * 10_000,
        sendLagUs: lagMs * 1000,
      })),
      generator: { ...generator, sendLagP99Ms: Math.max(...lagsMs) },
    });
  assert.equal(loadValidity(lags(9, 1, 1)), []);
  assert.match(loadValidity(lags(9, 8, 1)).join(), /8\.0 ms late/);
  const calm = new Array<number>(91).fill(1);
  assert.equal(loadValidity(lags(...new Array<number>(9).fill(8), ...calm)), []);
  assert.is(loadValidity(lags(...new Array<number>(12).fill(8), ...calm)).length, 1);
});

test('an arm in which nothing was planned is no reason to fail', () => {
  const empty = { planned: 0, completed: 0, errored: 0, timedOut: 0, dropped: 0, unfinished: 0 };
  assert.equal(loadValidity(loadOf({ counts: empty, operations: [] })), []);
});

test('the highest rate that would have been valid is named, or that there is none', () => {
  // Second 0 sends 60 in time, second 1 sends 40 of which 14 are 8 ms late.
  const operations = Array.from({ length: 100 }, (_, index) => ({
    ...operation(10),
    plannedUs: index < 60 ? index * 16_000 : 1_000_000 + (index - 60) * 20_000,
    sendLagUs: index >= 60 && index % 3 === 0 ? 8000 : 0,
  }));
  const late = { ...generator, sendLagP99Ms: 8 };
  const own = { utilization: 0.95, cpuMs: 900 };
  const table: [Partial<LoadResult>, RegExp][] = [
    // Busy for 0.95 s with 100 operations: 9.5 ms each, so that 0.9 s are enough for 94.7.
    [{ generator: { ...generator, ...own } }, /cost of 9,500 us .* about 94\.7 a second/],
    [
      { generator: { ...late, ...own }, operations },
      /busy 95 %.* and sent .* late .*94\.7 a second/,
    ],
    // Its loop was busy because somebody else had its core: that is no cost of its own.
    [{ generator: { ...late, ...own, cpuMs: 500 }, operations }, /busy 95 %.* fastest sent 60/],
    [
      { generator: late, operations },
      /machine; of its seconds that were in time, the fastest sent 60, no fewer than the late ones/,
    ],
    [{ generator: late, operations: operations.slice(60) }, /no rate can be named.*too busy/],
  ];
  for (const [change, expected] of table) {
    const planned = change.operations?.length ?? 100;
    const whole = { counts: { ...counts, planned, completed: planned }, ...change };
    assert.match(loadValidity(loadOf(whole)).join(), expected);
  }
});

/** A hundred operations of 10 ms in one second, sent `lagMs` late. */
const levelOf = (lagMs: number, change: Partial<PackedLevel> = {}): PackedLevel => {
  const packed = (ms: number) =>
    Histogram.of(new Array<number>(100).fill(ms * 1000)).toCompressedBase64();
  return {
    startedUs: 0,
    endedUs: 1_000_000,
    counts,
    histograms: { response: packed(10), service: packed(10), sendLag: packed(lagMs) },
    seconds: [{ sent: 100, completed: 100, sendLagMs: lagMs }],
    completedInTime: 100,
    sentAfterPlan: 0,
    inFlight: new Array(10).fill(1),
    tallies: {},
    failures: [],
    generator: { utilization: 0.1, cpuMs: 1 },
    ...change,
  };
};

test('a level is judged by the same rules', () => {
  const table: [PackedLevel, RegExp | null][] = [
    [levelOf(1), null],
    [
      levelOf(6, {
        seconds: [
          { sent: 30, completed: 30, sendLagMs: 2 },
          { sent: 70, completed: 70, sendLagMs: 9 },
        ],
      }),
      /lower the rate; of its seconds that were in time, the fastest sent 30$/,
    ],
    [levelOf(6), /6\.0 ms late at P90 \(limit 5\.0 ms\).*no rate can be named/],
    [
      levelOf(6, {
        seconds: [
          { sent: 80, completed: 80, sendLagMs: 2 },
          { sent: 20, completed: 20, sendLagMs: 9 },
        ],
      }),
      /in time, the fastest sent 80/,
    ],
    [
      levelOf(6, {
        seconds: [
          { sent: 99, completed: 99, sendLagMs: 9 },
          { sent: 1, completed: 1, sendLagMs: 0 },
          { sent: 0, completed: 0, sendLagMs: 0 },
        ],
      }),
      /no rate can be named/,
    ],
    [levelOf(1, { sentAfterPlan: 2 }), /had 2 of 100 operations still to send/],
    [levelOf(1, { generator: { utilization: 0.95, cpuMs: 900 } }), /about 94\.7 a second/],
    [levelOf(1, { counts: { ...counts, completed: 99 } }), /do not add up/],
    // The server's fault, which does not keep the level from being judged.
    [levelOf(1, { counts: { ...counts, completed: 50, dropped: 50 } }), null],
  ];
  for (const [level, expected] of table) {
    const reasons = levelValidity(level);
    assert.is(reasons.length, expected === null ? 0 : 1, reasons.join());
    if (expected) assert.match(String(reasons[0]), expected);
  }
});

test.run();
