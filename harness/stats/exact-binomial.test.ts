import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { binomialInterval, rateExceeds } from './exact-binomial.ts';

const test = suite('exact binomial');

const near = (actual: number, expected: number): boolean => Math.abs(actual - expected) < 5e-5;

test('equals published intervals', () => {
  // 5 of 10: R's binom.test. Without a success the upper limit is 1 - tail^(1/n).
  const table: readonly [number, number, number, number, number][] = [
    [5, 10, 0.95, 0.1871, 0.8129],
    [0, 60, 0.95, 0, 1 - 0.025 ** (1 / 60)],
    [0, 299, 0.9, 0, 1 - 0.05 ** (1 / 299)],
    [60, 60, 0.95, 0.025 ** (1 / 60), 1],
  ];
  for (const [successes, trials, confidence, lo, hi] of table) {
    const interval = binomialInterval(successes, trials, confidence);
    assert.ok(near(interval.lo, lo) && near(interval.hi, hi), JSON.stringify(interval));
  }
});

test('events are compared by their share, given their sum', () => {
  // 8 or more of 10 at one half: (45 + 10 + 1) / 1024.
  const of = (count: number, exposure = 1) => ({ count, exposure });
  assert.ok(near(rateExceeds(of(2), of(8), 1), 56 / 1024));
  // The candidate was watched for twice as long: 8 or more of 10 at two thirds.
  assert.ok(near(rateExceeds(of(2), of(8, 2), 1), 0.2991));
  assert.ok(rateExceeds(of(2), of(8), 1.05) > rateExceeds(of(2), of(8), 1));
  assert.is(rateExceeds(of(5), of(0), 1), 1);
  assert.is(rateExceeds(of(0), of(0), 1), 1);
});

test.run();
