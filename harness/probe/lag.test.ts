import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { quantile, sortedNumbers } from '../stats/quantile.ts';
import { arrivalWeightedLag, blockedMs, stallBursts, stallCount } from './lag.ts';
import { nextMomentMs } from './loop-lag.ts';
import type { Lag } from './probe-line.ts';

const test = suite('lag');

const blocks = (count: number, lagMs: number): Lag[] =>
  Array.from({ length: count }, (_, index) => [index * 1e6, lagMs]);

interface Block {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Blocks with a gap before each, for a minute. */
function blockedMinute(blockMs: () => number, gapMs: () => number): readonly Block[] {
  const all: Block[] = [];
  for (let fromMs = gapMs(); fromMs < minuteMs; fromMs = (all.at(-1)?.untilMs ?? 0) + gapMs()) {
    all.push({ fromMs, untilMs: fromMs + blockMs() });
  }
  return all;
}

const minuteMs = 60_000;
const nothing: Block = { fromMs: Infinity, untilMs: Infinity };

/** What the timer of the probe sees of them. */
function lagsOf(blocked: readonly Block[]): Lag[] {
  const lags: Lag[] = [];
  let next = 0;
  for (let dueMs = 0; dueMs < minuteMs; ) {
    while ((blocked[next] ?? nothing).untilMs <= dueMs) next += 1;
    const { fromMs, untilMs } = blocked[next] ?? nothing;
    const nowMs = fromMs <= dueMs ? untilMs : dueMs;
    if (nowMs > dueMs) lags.push([nowMs * 1e3, nowMs - dueMs]);
    dueMs = nextMomentMs(dueMs, nowMs);
  }
  return lags;
}

/** What requests at random moments wait for the blocks. */
function waitsOf(blocked: readonly Block[], random: () => number): readonly number[] {
  const moments = sortedNumbers(Array.from({ length: 100_000 }, () => minuteMs * random()));
  let next = 0;
  const waits = moments.map((atMs) => {
    while ((blocked[next] ?? nothing).untilMs <= atMs) next += 1;
    const { fromMs, untilMs } = blocked[next] ?? nothing;
    return fromMs <= atMs ? untilMs - atMs : 0;
  });
  return sortedNumbers(waits);
}

const random = seededRandom('lag');
const between = (from: number, to: number) => () => from + (to - from) * random();
const exponential = (meanMs: number) => () => -meanMs * Math.log(1 - random());

const blockings = [
  { what: '500 ms every 3 s', blockMs: () => 500, gapMs: between(2250, 2750) },
  { what: '100 ms every 1 s', blockMs: () => 100, gapMs: between(810, 990) },
  { what: '5 to 30 ms, far apart', blockMs: between(5, 30), gapMs: exponential(50) },
  { what: '5 to 30 ms, close together', blockMs: between(5, 30), gapMs: exponential(10) },
  { what: '3 ms, below the tick', blockMs: () => 3, gapMs: exponential(3) },
];

for (const { what, blockMs, gapMs } of blockings) {
  test(`is what requests at random moments wait: blocks of ${what}`, () => {
    const blocked = blockedMinute(blockMs, gapMs);
    const waits = waitsOf(blocked, random);
    for (const p of [0.5, 0.95, 0.99]) {
      const found = arrivalWeightedLag(lagsOf(blocked), minuteMs, p);
      const waited = quantile(waits, p);
      const near = Math.abs(found - waited) <= Math.max(0.6, 0.05 * waited);
      assert.ok(near, `P${100 * p}: ${found} for ${waited}`);
    }
  });
}

test('an idle loop has no lag at any percentile', () => {
  for (const p of [0.5, 0.95, 0.99, 1]) assert.is(arrivalWeightedLag([], 10_000, p), 0);
});

test('the maximum is the longest lag', () => {
  assert.is(arrivalWeightedLag([...blocks(3, 20), [0, 250]], 10_000, 1), 250);
});

test('is never above the longest lag, and falls with p', async () => {
  const anyLags = fc.array(fc.double({ min: 1, max: 500, noNaN: true }), { maxLength: 40 });
  await fc.assert(
    fc.property(anyLags, (lagsMs) => {
      const lags = lagsMs.map((lagMs): Lag => [0, lagMs]);
      const found = [1, 0.999, 0.99, 0.9, 0.5, 0].map((p) => arrivalWeightedLag(lags, 20_000, p));
      assert.is(found[0], Math.max(0, ...lagsMs));
      assert.equal(
        found,
        found.toSorted((a, b) => b - a),
      );
    }),
  );
});

test('blocked time and stalls count what is over their limits only', () => {
  const lags: Lag[] = [
    [1, 10],
    [2, 10.5],
    [3, 50],
    [4, 51],
  ];
  assert.is(blockedMs(lags), 111.5);
  assert.is(stallCount(lags), 1);
  assert.is(stallCount(lags, 10), 3);
});

test('stalls of one burst are one', () => {
  const second = 1_000_000;
  const lags: Lag[] = [
    [second, 60],
    [1.2 * second, 300],
    [1.9 * second, 60],
    [2 * second, 60],
    [4 * second, 40],
    [5 * second, 200],
  ];
  assert.is(stallBursts(lags), 3);
  assert.is(stallBursts([]), 0);
});

test.run();
