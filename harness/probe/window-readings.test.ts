import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProbeLine } from './probe-line.ts';
import type { RecordedProcess } from './recorded-process.ts';
import * as readings from './window-readings.ts';

const test = suite('window readings');

/** Line `n` is written at n x 250 ms; counters grow by a fixed amount with each. */
const line = (n: number, own: Partial<ProbeLine> = {}): ProbeLine => ({
  atUs: n * 250_000,
  cpuUs: n * 50_000,
  activeMs: n * 100,
  loopTurns: n * 30,
  gcPauseMs: n * 2,
  gcCount: n,
  connects: n,
  statements: n * 10,
  rows: n * 20,
  databaseBytes: n * 1000,
  wsMessages: n * 5,
  wsBytes: n * 500,
  httpRequests: n * 3,
  httpWaitUs: n * 9000,
  childrenCpuUs: 0,
  accepted: 1,
  databaseUnseen: false,
  wsUnseen: false,
  rssBytes: 1e6 + n,
  heapBytes: 1e5 + n,
  poolIdle: 0,
  poolInUseMax: 0,
  poolWaitingMax: 0,
  wsBufferedMaxBytes: 0,
  lags: [],
  poolWaitsUs: [n],
  collections: [],
  ...own,
});

const recorded = (
  lines: readonly ProbeLine[],
  own: Partial<RecordedProcess> = {},
): RecordedProcess => ({ pid: 1, parent: null, lines, gone: false, ...own });

const windowReadings = (lines: readonly ProbeLine[], startUs: number, endUs: number) =>
  readings.windowReadings([recorded(lines)], startUs, endUs);

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
  assert.is(seen?.loopTurns, 90);
  assert.is(seen?.httpRequests, 9);
  assert.is(seen?.httpWaitMs, 27);
  assert.is(seen?.servingMs, 500);
  assert.is(seen?.servingActiveMs, 300);
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
    poolIdle: 0,
    poolWaiting: 0,
    wsMessages: 5,
    wsBufferedBytes: 0,
    gcPauseMs: 2,
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

/** A primary that takes no connections, and two workers. Worker 3 begins at 600 ms and ends at 900. */
const primary = recorded([0, 1, 2, 3, 4, 5].map((n) => line(n, { accepted: 0, lags: [] })));
const worker = recorded(
  [0, 1, 2, 3, 4, 5].map((n) => {
    const one = line(n, { poolInUseMax: 3, lags: n === 3 ? [[700_000, 20]] : [] });
    return { ...one, atUs: one.atUs + 10_000 };
  }),
  { pid: 2, parent: 1 },
);
const late = recorded(
  [
    line(1, { atUs: 600_000, poolInUseMax: 2, lags: [[610_000, 8]] }),
    line(2, { atUs: 900_000, poolInUseMax: 2, lags: [[690_000, 30]] }),
  ],
  { pid: 3, parent: 1, gone: true },
);

test('counters of all processes add up, those of one that began within from its beginning', () => {
  const seen = readings.windowReadings([primary, worker, late], 300_000, 990_000);
  // The primary from line 1 to 4, the worker from 1 to 4, the late one all that it has.
  assert.is(seen?.statements, 30 + 30 + 20);
  assert.is(seen?.windowMs, 690);
  assert.is(seen?.activeMs, 300 + 300 + 200);
});

test('what is said of the event loop is the mean of the processes that take connections', () => {
  const seen = readings.windowReadings([primary, worker, late], 300_000, 990_000);
  assert.is(seen?.servingMs, 690 + 300);
  assert.is(seen?.servingActiveMs, 300 + 200);
  assert.equal(seen?.lags, [
    [610_000, 8],
    [690_000, 30],
    [700_000, 20],
  ]);
  const none = readings.windowReadings([primary], 300_000, 990_000);
  assert.is(none?.servingMs, 690);
});

test('memory and connections of processes add up while they live together', () => {
  const seen = readings.windowReadings([primary, worker, late], 300_000, 1_240_000);
  // At 900 ms: the primary's line 3, the worker's 3, the late one's 2.
  assert.is(seen?.rssMaxBytes, 1e6 + 3 + 1e6 + 3 + 1e6 + 2);
  assert.is(seen?.poolInUseMax, 3 + 2);
  const later = readings.windowReadings([primary, worker, late], 1_000_000, 1_240_000);
  assert.is(later?.rssMaxBytes, 1e6 + 5 + 1e6 + 5);
});

test('a timeline has the points of the process that lasted longest, the others added', () => {
  const timeline =
    readings.windowReadings([primary, worker, late], 300_000, 1_240_000)?.timeline ?? [];
  assert.equal(
    timeline.map(({ rssBytes }) => Math.round(rssBytes / 1e6)),
    [2, 3, 2, 2],
  );
  assert.equal(
    timeline.map(({ wsMessages }) => wsMessages),
    [5 + 5, 5 + 5 + 5, 5 + 5 + 5, 5 + 5],
  );
  assert.equal(
    timeline.map(({ lagMaxMs }) => lagMaxMs),
    [0, 20, 0, 0],
  );
});

test('a server goes on when one process of it ends, and its readings end with the last one', () => {
  const seen = readings.windowReadings([late, worker], 650_000, 2_000_000);
  assert.is(seen?.windowMs, 610);
  assert.is(readings.windowReadings([late], 1_000_000, 2_000_000), null);
  assert.is(readings.windowReadings([late], 300_000, 2_000_000), null);
});

const cpu = (atUs: number, cpuUs: number, childrenCpuUs: number | null): ProbeLine =>
  line(0, { atUs, cpuUs, childrenCpuUs });

const cpuMsOf = (processes: readonly RecordedProcess[]) =>
  readings.windowReadings(processes, 100_000, 500_000)?.cpuMs;

test('CPU of children counts once, be they living, ended before or within, recorded or not', () => {
  const parent = (ended: number | null) =>
    recorded([cpu(90_000, 10_000, 0), cpu(510_000, 40_000, ended)]);
  // Not recorded: the system's own account is all there is.
  assert.is(cpuMsOf([parent(70_000)]), 30 + 70);
  const living = recorded([cpu(95_000, 5_000, 0), cpu(505_000, 25_000, 0)], { pid: 2, parent: 1 });
  assert.is(cpuMsOf([parent(0), living]), 30 + 20);
  const begun = recorded([cpu(200_000, 5_000, 0), cpu(300_000, 60_000, 0)], { pid: 2, parent: 1 });
  const ended = { ...begun, gone: true };
  assert.is(cpuMsOf([parent(60_000), ended]), 30 + 60);
  // Where there is no /proc, what it said itself is kept.
  assert.is(cpuMsOf([parent(null), ended]), 30 + 60);
  // It ended after the parent's last line before the window, and was handed over within it.
  const before = recorded([cpu(95_000, 60_000, 0)], { pid: 2, parent: 1, gone: true });
  assert.is(cpuMsOf([parent(60_000), before]), 30);
  // It ended after the window: the line that closes it does not know of that yet.
  const after = recorded([cpu(200_000, 5_000, 0), cpu(520_000, 60_000, 0)], {
    pid: 2,
    parent: 1,
    gone: true,
  });
  assert.is(cpuMsOf([parent(0), after]), 30 + 60);
  // Of an unrecorded parent nobody tells more.
  assert.is(cpuMsOf([parent(0), { ...ended, parent: 77 }]), 30 + 60);
});

test.run();
