import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { type EstimatedRatio, ratioOfRatios } from './ratio-of-ratios.ts';
import { mean, tInterval } from './t-interval.ts';

const test = suite('ratio of ratios');
const near = (actual: number | undefined, expected: number, within = 1e-9): boolean =>
  actual !== undefined && Math.abs(Math.log(actual / expected)) < within;

test('limits that are as far off to both sides add up by their squares', () => {
  const first = { value: 0.5, lo: 0.5 / Math.exp(0.3), hi: 0.5 * Math.exp(0.3) };
  const second = { value: 0.4, lo: 0.4 / Math.exp(0.4), hi: 0.4 * Math.exp(0.4) };
  const ratio = ratioOfRatios(first, second);
  assert.ok(near(ratio?.value, 0.8));
  assert.ok(near(ratio?.lo, 0.8 / Math.exp(0.5)) && near(ratio?.hi, 0.8 * Math.exp(0.5)));
});

test('exact ratios have an exact one', () => {
  const exact = (value: number) => ({ value, lo: value, hi: value });
  const ratio = ratioOfRatios(exact(0.25), exact(0.5));
  assert.equal(ratio, exact(2));
});

for (const lo of [0, -1, Number.NaN]) {
  test(`a limit of ${lo} has no logarithm`, () => {
    const other = { value: 1, lo: 0.9, hi: 1.1 };
    assert.is(ratioOfRatios({ value: 0.5, lo, hi: 1 }, other), null);
    assert.is(ratioOfRatios(other, { value: 0.5, lo, hi: 1 }), null);
  });
}

const estimated = fc
  .tuple(
    fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
    fc.double({ min: 0, max: 3, noNaN: true }),
    fc.double({ min: 0, max: 3, noNaN: true }),
  )
  .map(
    ([value, below, above]): EstimatedRatio => ({
      value,
      lo: value * Math.exp(-below),
      hi: value * Math.exp(above),
    }),
  );

const width = ({ lo, hi }: EstimatedRatio): number => Math.log(hi / lo);

test('it holds its value, is the inverse of the other way round, and no narrower than either', () =>
  fc.assert(
    fc.property(estimated, estimated, (first, second) => {
      const there = ratioOfRatios(first, second);
      const back = ratioOfRatios(second, first);
      if (!there || !back) throw new Error('both are above 0');
      assert.ok(there.lo <= there.value && there.value <= there.hi);
      assert.ok(near(there.value, 1 / back.value) && near(there.lo, 1 / back.hi));
      // The root of squares is at least the mean of both.
      assert.ok(width(there) >= Math.max(width(first), width(second)) / Math.SQRT2 - 1e-9);
    }),
  ));

test('95 % intervals of seven units each give one that covers the truth in 95 of 100', () => {
  const random = seededRandom('ratio of ratios');
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const estimate = (log: number, spread: number): EstimatedRatio => {
    const logs = Array.from({ length: 7 }, () => log + spread * normal());
    const interval = tInterval(logs, 0.95);
    if (!interval) throw new Error('seven values have an interval');
    return {
      value: Math.exp(mean(logs)),
      lo: Math.exp(interval.lo),
      hi: Math.exp(interval.hi),
    };
  };
  const trials = 4000;
  let covered = 0;
  for (let trial = 0; trial < trials; trial++) {
    const ratio = ratioOfRatios(estimate(-0.7, 0.2), estimate(-0.4, 0.1));
    if (ratio && ratio.lo <= Math.exp(0.3) && Math.exp(0.3) <= ratio.hi) covered += 1;
  }
  assert.ok(covered / trials > 0.945 && covered / trials < 0.975, `${covered} of ${trials}`);
});

test.run();
