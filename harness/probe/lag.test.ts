import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { arrivalWeightedLag, blockedMs, stallBursts, stallCount } from './lag.ts';
import type { Lag } from './probe-line.ts';

const test = suite('lag');

const blocks = (count: number, lagMs: number): Lag[] =>
  Array.from({ length: count }, (_, index) => [index * 1e6, lagMs]);

/**
 * Percentiles measured on Node 20.20 from a 10 ms timer, for 12 s each, inverted by bisection. The
 * lags are those that explain them: each is the block less the up to 10 ms that the timer was not due.
 */
const measured = [
  { what: '500 ms every 3 s', lags: blocks(3, 500), p50: 0, p95: 301, p99: 460 },
  { what: '1000 ms every 4 s', lags: blocks(2, 995), p50: 0, p95: 695, p99: 935 },
  { what: '100 ms every 1 s', lags: blocks(11, 96), p50: 0, p95: 41, p99: 85 },
];

for (const { what, lags, p50, p95, p99 } of measured) {
  test(`agrees within 1.5 ms with what was measured for blocks of ${what}`, () => {
    const found = [0.5, 0.95, 0.99].map((p) => arrivalWeightedLag(lags, 12_000, p));
    for (const [index, expected] of [p50, p95, p99].entries()) {
      assert.ok(
        Math.abs((found[index] ?? Number.NaN) - expected) <= 1.5,
        `${found} for ${expected}`,
      );
    }
  });
}

test('an idle loop has no lag at any percentile', () => {
  for (const p of [0.5, 0.95, 0.99, 1]) assert.is(arrivalWeightedLag([], 10_000, p), 0);
});

test('the maximum is the longest lag', () => {
  assert.is(arrivalWeightedLag([...blocks(3, 20), [0, 250]], 10_000, 1), 250);
});

test('is where the share of later arrivals is 1 - p, for any lags', async () => {
  const anyLags = fc.array(fc.double({ min: 1, max: 500, noNaN: true }), { maxLength: 40 });
  await fc.assert(
    fc.property(anyLags, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (lagsMs, p) => {
      const windowMs = 20_000;
      const x = arrivalWeightedLag(
        lagsMs.map((lagMs): Lag => [0, lagMs]),
        windowMs,
        p,
      );
      const later = lagsMs.reduce((sum, lagMs) => sum + Math.max(0, lagMs - x), 0) / windowMs;
      assert.ok(x === 0 ? later <= 1 - p + 1e-9 : Math.abs(later - (1 - p)) < 1e-9);
    }),
  );
});

test('is what arrivals spread evenly over the window really wait', () => {
  const lags: Lag[] = [
    [900_000, 400],
    [2_000_000, 60],
    [2_500_000, 150],
  ];
  const waits = Array.from({ length: 4000 }, (_, atMs) => {
    const blocking = lags.find(([endUs, ms]) => atMs > endUs / 1e3 - ms && atMs <= endUs / 1e3);
    return blocking ? blocking[0] / 1e3 - atMs : 0;
  }).sort((a, b) => a - b);
  for (const p of [0.5, 0.9, 0.95, 0.99]) {
    const waited = waits[Math.floor(p * waits.length)] ?? Number.NaN;
    assert.ok(
      Math.abs(arrivalWeightedLag(lags, 4000, p) - waited) <= 1.5,
      `P${p * 100}: ${waited}`,
    );
  }
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
