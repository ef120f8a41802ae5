import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Backlog } from '../load/backlog.ts';
import { Histogram } from '../load/histogram.ts';
import type { PackedLevel } from '../load/level.ts';
import { judgeLevel, unseenOverload } from './judge-level.ts';

const test = suite('judge a level');

const noFailures = { errored: 0, timedOut: 0, dropped: 0, unfinished: 0 };
const packed = Histogram.of([10_000]).toCompressedBase64();

const levelOf = (
  planned: number,
  inFlight: readonly number[],
  change: Partial<PackedLevel> = {},
): PackedLevel => ({
  startedUs: 0,
  endedUs: 10_000_000,
  counts: { planned, completed: planned, ...noFailures },
  histograms: { response: packed, sendLag: Histogram.of([100]).toCompressedBase64() },
  seconds: [],
  completedInTime: planned,
  sentAfterPlan: 0,
  inFlight,
  tallies: {},
  failures: [],
  generator: { utilization: 0.1, cpuMs: 1 },
  ...change,
});

/** A server that works on one at a time, `serviceMs` each, asked `planned` times in ten seconds. */
function queueOf(planned: number, serviceMs: number): readonly number[] {
  const backlog = new Backlog(10_000);
  let freeMs = 0;
  for (let index = 0; index < planned; index++) {
    const plannedMs = (index * 10_000) / planned;
    freeMs = Math.max(freeMs, plannedMs) + serviceMs;
    backlog.add(plannedMs, freeMs);
  }
  return backlog.means();
}

test('a backlog that grows is fallen behind, one that stays is kept up with', () => {
  const steady = (count: number): number[] => [count / 2, ...new Array<number>(9).fill(count)];
  const table: [planned: number, inFlight: readonly number[], grew: boolean][] = [
    [1000, steady(5), false],
    [1000, steady(400), false],
    [10, steady(0.2), false],
    // Queues with a share of load of 0.5, 0.99, 1.04, 1.2, 2 and 100.
    [1000, queueOf(1000, 5), false],
    [1000, queueOf(1000, 9.9), false],
    [1000, queueOf(1000, 10.4), false],
    [1000, queueOf(1000, 12), true],
    [1000, queueOf(1000, 20), true],
    [1000, queueOf(1000, 1000), true],
    // Of 30 operations twice the capacity shows, a little more than it does not.
    [30, queueOf(30, 360), false],
    [30, queueOf(30, 700), true],
    // As many as chance explains: 4 in flight vary by 2.
    [100, [4, 4, 4, 4, 4, 4, 4, 9, 9, 9], false],
    [100, [4, 4, 4, 4, 4, 4, 4, 10, 10, 10], true],
  ];
  for (const [planned, inFlight, grew] of table) {
    const { state, why } = judgeLevel(levelOf(planned, inFlight));
    assert.is(state, grew ? 'fell behind' : 'kept up', `${planned}: ${inFlight}`);
    if (grew) assert.match(why ?? '', /the backlog grew/);
  }
});

test('a queue is kept up with below its capacity, and not 20 % above', () => {
  const operations = fc.integer({ min: 500, max: 2000 });
  const share = fc.double({ min: 0.1, max: 0.95, noNaN: true });
  const property = fc.property(operations, share, (planned, load) => {
    const serviceMs = 10_000 / planned;
    assert.is(judgeLevel(levelOf(planned, queueOf(planned, load * serviceMs))).state, 'kept up');
    assert.is(judgeLevel(levelOf(planned, queueOf(planned, 1.2 * serviceMs))).state, 'fell behind');
  });
  fc.assert(property, { numRuns: 30 });
});

test('what is not completed within the planned time is at most what the response time explains', () => {
  // A fifth of the operations, and 1.5 times its root: 200 + 21.2, 4 + 3, 0.6 + 1.5.
  const table: [planned: number, completedInTime: number, keeps: boolean][] = [
    [1000, 779, true],
    [1000, 778, false],
    [20, 13, true],
    [20, 12, false],
    [3, 1, true],
    [3, 0, false],
  ];
  for (const [planned, completedInTime, keeps] of table) {
    const { state, why } = judgeLevel(levelOf(planned, queueOf(planned, 1), { completedInTime }));
    assert.is(state, keeps ? 'kept up' : 'fell behind', `${completedInTime} of ${planned}`);
    if (!keeps) assert.match(why ?? '', /only \d+ of \d+ were completed within its time/);
  }
});

test('over 1 % of failures is not kept up with, and the most frequent is named', () => {
  const failed = (count: number, kind: keyof typeof noFailures) =>
    judgeLevel(
      levelOf(1000, queueOf(1000, 5), {
        counts: { planned: 1000, completed: 1000 - count, ...noFailures, [kind]: count },
        failures: [{ message: 'answered 503', count }],
      }),
    );
  for (const kind of ['errored', 'timedOut', 'dropped', 'unfinished'] as const) {
    assert.is(failed(10, kind).state, 'kept up');
    assert.is(failed(11, kind).state, 'fell behind');
  }
  assert.is(failed(32, 'timedOut').why, '3.2 % failed (32 timed out): answered 503');
});

test('an overload that the judge would not have seen is said for what it is', () => {
  for (const planned of [200, 1000, 10_000]) {
    const atCapacity = queueOf(planned, 10_000 / planned);
    const unseen = unseenOverload(levelOf(planned, atCapacity));
    const asked = (overload: number) =>
      judgeLevel(levelOf(planned, queueOf(planned, ((1 + overload) * 10_000) / planned))).state;
    assert.is(asked(unseen * 0.8), 'kept up', `${planned}`);
    assert.is(asked(unseen * 1.5), 'fell behind', `${planned}`);
  }
  assert.ok(unseenOverload(levelOf(10_000, queueOf(10_000, 0.5))) < 0.06);
  assert.is(unseenOverload(levelOf(2, queueOf(2, 1000))), Number.POSITIVE_INFINITY);
});

test('an invalid level is not judged, whatever its backlog', () => {
  const invalid = levelOf(1000, queueOf(1000, 20), {
    generator: { utilization: 0.95, cpuMs: 9500 },
  });
  assert.is(judgeLevel(invalid).state, 'invalid');
  assert.match(judgeLevel(invalid).why ?? '', /at most about/);
  assert.is(judgeLevel(levelOf(0, queueOf(0, 1))).state, 'invalid');
});

test.run();
