import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProbeLine } from './probe-line.ts';
import { windowReadings } from './window-readings.ts';

const test = suite('window readings');

/** Line `n` is written at n x 250 ms; counters grow by a fixed amount with each. */
const line = (n: number, own: Partial<ProbeLine> = {}): ProbeLine => ({
  atUs: n * 250_000,
  cpuUs: n * 50_000,
  activeMs: n * 100,
  gcPauseMs: n * 2,
  gcCount: n,
  connects: n,
  statements: n * 10,
  rows: n * 20,
  databaseBytes: n * 1000,
  wsMessages: n * 5,
  wsBytes: n * 500,
  rssBytes: 1e6 + n,
  heapBytes: 1e5 + n,
  poolInUseMax: 0,
  poolWaitingMax: 0,
  wsBufferedMaxBytes: 0,
  lags: [],
  poolWaitsUs: [n],
  ...own,
});

const lines = [
  line(0),
  line(1, { poolInUseMax: 99, lags: [[240_000, 33]] }),
  line(2, {
    poolInUseMax: 4,
    lags: [
      [260_000, 5],
      [400_000, 90],
    ],
  }),
  line(3, { poolWaitingMax: 7, wsBufferedMaxBytes: 12 }),
  line(4, { lags: [[990_000, 44]], rssBytes: 5 }),
  line(5, { poolInUseMax: 99, rssBytes: 9e9 }),
];

test('takes counters between the line before the start and the line after the end', () => {
  const seen = windowReadings(lines, 300_000, 800_000);
  assert.is(seen?.windowMs, 500);
  assert.is(seen?.statements, 30);
  assert.is(seen?.connects, 3);
  assert.is(seen?.rows, 60);
  assert.is(seen?.databaseBytes, 3000);
  assert.is(seen?.wsMessages, 15);
  assert.is(seen?.wsBytes, 1500);
  assert.is(seen?.cpuMs, 150);
  assert.is(seen?.activeMs, 300);
  assert.is(seen?.gcPauseMs, 6);
});

test('takes maxima and waits of the lines of the window, and lags by their own moment', () => {
  const seen = windowReadings(lines, 300_000, 800_000);
  assert.is(seen?.poolInUseMax, 4);
  assert.is(seen?.poolWaitingMax, 7);
  assert.is(seen?.wsBufferedMaxBytes, 12);
  assert.is(seen?.rssMaxBytes, 1e6 + 3);
  assert.equal(seen?.poolWaitsUs, [2, 3, 4]);
  assert.equal(seen?.lags, [[400_000, 90]]);
});

test('has a point of the timeline for each line, with rates since the one before', () => {
  const timeline = windowReadings(lines, 300_000, 800_000)?.timeline ?? [];
  assert.equal(
    timeline.map(({ atUs }) => atUs),
    [500_000, 750_000, 1_000_000],
  );
  assert.equal(timeline[0], {
    atUs: 500_000,
    utilization: 0.4,
    lagMaxMs: 90,
    cpuCores: 0.2,
    rssBytes: 1e6 + 2,
    heapBytes: 1e5 + 2,
    poolInUse: 4,
    poolWaiting: 0,
    wsMessages: 5,
  });
});

test('a window that starts and ends on lines uses exactly these', () => {
  assert.is(windowReadings(lines, 250_000, 750_000)?.statements, 20);
});

test('adjacent windows add up to the whole', () => {
  const first = windowReadings(lines, 100_000, 500_000)?.statements ?? Number.NaN;
  const second = windowReadings(lines, 600_000, 1_100_000)?.statements ?? Number.NaN;
  assert.is(first + second, windowReadings(lines, 100_000, 1_100_000)?.statements);
});

test('a process that died within the window gives what there is, and says how long that was', () => {
  const seen = windowReadings(lines, 900_000, 2_000_000);
  assert.is(seen?.windowMs, 350);
  assert.is(seen?.statements, 20);
});

test('a process that died before the window, or began after its start, gives nothing', () => {
  assert.is(windowReadings(lines, 1_300_000, 2_000_000), null);
  assert.is(windowReadings(lines.slice(2), 300_000, 800_000), null);
  assert.is(windowReadings([], 0, 1), null);
});

test.run();
