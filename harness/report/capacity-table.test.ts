import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fellBehind, levelStep, sampleEvents, sampleHeader } from '../capacity/sample-capacity.ts';
import { summarizeCapacity } from '../capacity/summarize-capacity.ts';
import { renderCapacity } from './capacity-table.ts';

const test = suite('capacity table');

const end = { at: new Date('2026-11-24T10:01:00.000Z'), interrupted: false };

const expected = `Closed loop, 10 s a step: each connection asks again once it is answered
  connections  slow: completed  failed  generator  fast: completed  failed  generator
  1            50/s             0       20 %       100/s            0       20 %
  2            51/s             0       20 %       99/s             3       20 %

Open loop, slow: planned rates, response time from the planned moment
  rate  of best  completed  P50    P95    P99    generator  helper core  kept up
  40/s  78 %     40/s       10 ms  10 ms  10 ms  10 %       40 %         yes
  50/s  98 %     50/s       10 ms  10 ms  10 ms  10 %       40 %         no: the backlog grew

Open loop, fast: planned rates, response time from the planned moment
  rate   of best  completed  P50    P95    P99    generator  helper core  kept up
  80/s   80 %     80/s       10 ms  10 ms  10 ms  10 %       40 %         yes
  100/s  100 %    100/s      10 ms  10 ms  10 ms  10 %       40 %         not judged: the generator was busy

  Capacity in sample               slow           fast
  closed loop, best                51/s with 2    100/s with 1
  knee: highest rate kept up with  40/s           at least 80/s
  response time P50 at the knee    10 ms          10 ms
  response time P95 at the knee    10 ms          10 ms
  response time P99 at the knee    10 ms          10 ms
  useful WebSocket units           400/s at 40/s  800/s at 80/s
  WebSocket messages               80/s           160/s

fast: the generator was busy`;

test('a pair stands side by side', () => {
  assert.fixture(renderCapacity(summarizeCapacity(sampleHeader, sampleEvents, end)), expected);
});

test('the ratio of two known knees stands beside them', () => {
  const known = [...sampleEvents, levelStep('candidate', 90, fellBehind)];
  const table = renderCapacity(summarizeCapacity(sampleHeader, known, end));
  assert.match(table, /40\/s +80\/s +candidate \/ baseline: 2$/m);
  assert.match(table, /of one run and has no interval/);
});

test('one variant that was cut off has what there is, and says so', () => {
  const header = { ...sampleHeader, sides: sampleHeader.sides.slice(0, 1) };
  const cut = { ...end, interrupted: true };
  const table = renderCapacity(summarizeCapacity(header, sampleEvents.slice(0, 2), cut));
  assert.match(table, /closed loop, best +50\/s with 1/);
  assert.match(table, /knee: highest rate kept up with +none/);
  assert.match(table, /It was interrupted/);
  assert.not.match(table, /Open loop|candidate/);
});

test.run();
