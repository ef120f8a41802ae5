import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Buckets } from './buckets.ts';

const test = suite('buckets');

test('a value at a bound belongs below it, one above the last is kept', () => {
  const buckets = new Buckets([1, 5]);
  for (const value of [0.5, 1, 1.5, 5, 7]) buckets.add(value);
  assert.equal(buckets.counts, [2, 2, 1]);
  assert.is(buckets.sum, 15);
});

test('every value is in one bucket, and up to a bound are those that do not exceed it', () => {
  const bounds = [0.1, 1, 10];
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 20, noNaN: true })), (values) => {
      const buckets = new Buckets(bounds);
      for (const value of values) buckets.add(value);
      assert.is(buckets.count, values.length);
      bounds.forEach((bound, index) => {
        const upTo = buckets.counts.slice(0, index + 1).reduce((sum, count) => sum + count, 0);
        assert.is(upTo, values.filter((value) => value <= bound).length);
      });
    }),
  );
});

test('count and sum alone make a single bucket', () => {
  const { bounds, counts, sum, count } = Buckets.unbounded(23, 0.5);
  assert.equal({ bounds, counts, sum, count }, { bounds: [], counts: [23], sum: 0.5, count: 23 });
});

test.run();
