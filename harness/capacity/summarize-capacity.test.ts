import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Histogram } from '../load/histogram.ts';
import { type Capacity, capacitySchema } from '../record/capacity.ts';
import type { CapacityEvent } from '../run/capacity-events.ts';
import type { LevelVerdict } from './judge-level.ts';
import {
  fellBehind,
  invalid,
  keptUp,
  levelStep,
  sampleEvents,
  sampleHeader,
  saturationStep,
} from './sample-capacity.ts';
import { summarizeCapacity } from './summarize-capacity.ts';

const test = suite('summarize capacity');

const summarize = (events: readonly CapacityEvent[], header = sampleHeader): Capacity => {
  const end = { at: new Date('2026-11-24T10:01:00.000Z'), interrupted: false };
  return summarizeCapacity(header, events, end);
};

test('a whole search of a pair', () => {
  const found = summarize(sampleEvents);
  assert.equal(capacitySchema.parse(JSON.parse(JSON.stringify(found))), found);
  const [slow, fast] = found.sides;
  assert.equal(slow?.saturation.best, { perSecond: 51, connections: 2 });
  assert.equal(fast?.saturation.best, { perSecond: 100, connections: 1 });
  assert.is(slow?.knee?.ratePerSecond, 40);
  assert.is(slow?.knee?.atLeast, false);
  assert.is(fast?.knee?.ratePerSecond, 80);
  assert.is(fast?.knee?.atLeast, true);
  assert.is(fast?.kneeReason, 'the generator was busy');
  assert.is(found.kneeRatio, null);
  const known = [...sampleEvents, levelStep('candidate', 90, fellBehind)];
  assert.is(summarize(known).kneeRatio, 2);
  assert.is(found.environment.seconds, 60);
  assert.not.ok(found.partial);
});

test('useful units are those of a level that was kept up with', () => {
  const [slow] = summarize(sampleEvents).sides;
  const expected = { ratePerSecond: 40, usefulPerSecond: 400, messagesPerSecond: 80 };
  assert.equal(slow?.webSocket, expected);
  const [none] = summarize([levelStep('baseline', 40, keptUp)]).sides;
  assert.is(none?.webSocket, null);
});

test('a percentile is given where there are values enough', () => {
  const [slow] = summarize([levelStep('baseline', 20, keptUp)]).sides;
  const { p50, p95, p99 } = slow?.knee?.response ?? {};
  assert.ok(Math.abs((p50 ?? 0) - 10) < 0.02);
  assert.is(p95, p50);
  assert.is(p99, null);
});

test('operations that failed are endless: a percentile that they reach has no value', () => {
  const step = levelStep('baseline', 100, keptUp);
  const counts = { ...step.level.counts, completed: 985, timedOut: 15 };
  const packed = Histogram.of([...new Array(935).fill(10_000), ...new Array(50).fill(20_000)]);
  const histograms = { ...step.level.histograms, response: packed.toCompressedBase64() };
  const failing = { ...step, level: { ...step.level, counts, histograms } };
  const { p50, p95, p99 } = summarize([failing]).sides[0]?.knee?.response ?? {};
  assert.ok(Math.abs((p50 ?? 0) - 10) < 0.02);
  // 950 of 1,000: beyond the 935 fast ones.
  assert.ok(Math.abs((p95 ?? 0) - 20) < 0.03);
  assert.is(p99, null);
});

type Levels = readonly [number, LevelVerdict][];
const knees: readonly [Levels, number | null, boolean | null, string | null][] = [
  [
    [
      [10, keptUp],
      [20, fellBehind],
      [15, keptUp],
    ],
    15,
    false,
    null,
  ],
  [
    [
      [10, keptUp],
      [20, fellBehind],
      [30, keptUp],
    ],
    30,
    true,
    'no higher rate was tried',
  ],
  [
    [
      [10, keptUp],
      [20, invalid],
      [20, invalid],
      [15, keptUp],
    ],
    15,
    true,
    'the generator was busy',
  ],
  [
    [
      [10, fellBehind],
      [20, fellBehind],
      [5, fellBehind],
    ],
    null,
    null,
    'the backlog grew',
  ],
  [
    [
      [10, invalid],
      [10, invalid],
    ],
    null,
    null,
    'the generator was busy',
  ],
  [[], null, null, null],
];

test('the knee is the highest rate kept up with, at least where nothing above it fell behind', () => {
  for (const [levels, rate, atLeast, reason] of knees) {
    const events = levels.map(([perSecond, verdict]) => levelStep('baseline', perSecond, verdict));
    const [side] = summarize(events).sides;
    assert.is(side?.knee?.ratePerSecond ?? null, rate);
    assert.is(side?.knee?.atLeast ?? null, atLeast);
    assert.is(side?.kneeReason ?? null, reason);
  }
});

test('a closed loop without answers says why there is nothing more', () => {
  const failures = [{ message: 'answered 500', count: 12 }];
  const [broken] = summarize([saturationStep('baseline', 1, 0, { failures })]).sides;
  assert.is(broken?.saturation.best, null);
  assert.match(broken?.kneeReason ?? '', /12 times: answered 500/);
  const [silent] = summarize([saturationStep('baseline', 1, 0)]).sides;
  assert.match(silent?.kneeReason ?? '', /longer --duration/);
  const [refused] = summarize([saturationStep('baseline', 1, 50, { brokenOff: true })]).sides;
  assert.is(refused?.saturation.best, null);
});

test('what speaks against a figure is said: a busy generator, a busy core, too few operations', () => {
  const table: [readonly CapacityEvent[], RegExp | null][] = [
    [[levelStep('baseline', 100, keptUp)], null],
    [[saturationStep('baseline', 1, 9, { utilization: 0.97 })], /generator was 97 % busy/],
    [[{ ...levelStep('baseline', 100, keptUp), helperCoreBusy: 0.9 }], /core .* was 90 % busy/],
    [[{ ...levelStep('baseline', 100, keptUp), serviceLateP99Ms: 30 }], /services were 30 ms late/],
    [[levelStep('baseline', 2, keptUp)], /rests on 20 operations, in which an overload of less/],
  ];
  for (const [events, expected] of table) {
    const { warnings } = summarize(events);
    assert.is(warnings.length, expected ? 1 : 0, warnings.join());
    if (expected) assert.match(String(warnings[0]), expected);
  }
  const { warnings } = summarize([levelStep('baseline', 100, fellBehind)], {
    ...sampleHeader,
    stepSeconds: 0.01,
  });
  assert.match(String(warnings[0]), /give --duration 1s or more/);
});

test('a search that was cut off is partial, with its failure', () => {
  const failure = { code: 5, message: 'slow ended' };
  const found = summarize([...sampleEvents, { kind: 'failed', failure }]);
  assert.ok(found.partial);
  assert.equal(found.failure, failure);
});

test.run();
