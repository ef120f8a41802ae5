import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { sortedNumbers } from './quantile.ts';
import { neededValues, quantileInterval } from './quantile-interval.ts';

const test = suite('quantile interval');

const oneTo = (n: number): readonly number[] => Array.from({ length: n }, (_, index) => index + 1);

test('a percentile needs as many values as ln(0.025) / ln(p), rounded up', () => {
  // By hand: 0.5^5 = 0.031 > 0.025 >= 0.5^6; 0.95^71 = 0.0262, 0.95^72 = 0.0249;
  // 0.99^367 = 0.02501, 0.99^368 = 0.02476.
  const references = { 0.5: 6, 0.9: 36, 0.95: 72, 0.99: 368, 0.999: 3688 };
  for (const [p, needed] of Object.entries(references)) assert.is(neededValues(Number(p)), needed);
  assert.is(neededValues(0.05), 72);
  assert.is(neededValues(0.95, 0.9), 59);
  assert.is(neededValues(1), Infinity);
});

test('the interval exists from just that many values on', () => {
  for (const p of [0.05, 0.5, 0.9, 0.95, 0.99]) {
    const needed = neededValues(p);
    assert.is(quantileInterval(oneTo(needed - 1), p), null);
    assert.ok(quantileInterval(oneTo(needed), p) !== null);
  }
  assert.is(quantileInterval(oneTo(5000), 1), null);
  assert.is(quantileInterval([], 0.5), null);
});

test('the ranks are those of the binomial distribution', () => {
  // Summed in exact fractions; for the median they are the ranks of the sign test's tables.
  const references: readonly [number, number, number, number][] = [
    [10, 0.5, 2, 9],
    [20, 0.5, 6, 15],
    [100, 0.5, 40, 61],
    [100, 0.9, 84, 96],
    [1000, 0.99, 983, 997],
  ];
  for (const [n, p, lo, hi] of references) {
    assert.equal(quantileInterval(oneTo(n), p), { lo, hi }, `P${p} of ${n}`);
  }
});

test('a million values do not underflow', () => {
  const interval = quantileInterval(oneTo(1_000_000), 0.99);
  // Normal approximation: 990,000 -+ 1.96 sqrt(1e6 * 0.99 * 0.01) = 195.
  assert.ok(interval && Math.abs(interval.lo - 989_805) < 3 && Math.abs(interval.hi - 990_196) < 3);
});

test('95 % intervals contain the quantile at least 95 times in a hundred', () => {
  const random = seededRandom('coverage of quantile intervals');
  const experiments = 2000;
  for (const [p, n] of [
    [0.5, 25],
    [0.95, 90],
  ] as const) {
    const truth = -Math.log(1 - p);
    let covered = 0;
    for (let index = 0; index < experiments; index++) {
      const sorted = sortedNumbers(Array.from({ length: n }, () => -Math.log(1 - random())));
      const interval = quantileInterval(sorted, p);
      if (interval && interval.lo <= truth && truth <= interval.hi) covered += 1;
    }
    // Three standard errors below 95 %.
    assert.ok(covered / experiments > 0.95 - 0.015, `P${p}: ${covered} of ${experiments}`);
  }
});

test.run();
