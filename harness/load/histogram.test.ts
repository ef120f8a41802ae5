import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Histogram } from './histogram.ts';

const test = suite('histogram');

const durations = fc.array(fc.nat(3_600_000_000), { minLength: 1, maxLength: 100 });

test('a percentile is the value at its rank, within a thousandth', () =>
  fc.assert(
    fc.property(durations, fc.constantFrom(0.5, 0.95, 0.99, 1), (valuesUs, p) => {
      const sorted = valuesUs.toSorted((a, b) => a - b);
      const exact = sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? 0;
      const approximate = Histogram.of(valuesUs).percentileUs(p);
      assert.ok(Math.abs(approximate - exact) <= exact / 1000 + 1, `${approximate} for ${exact}`);
    }),
  ));

test('comes back from its compressed form with the same percentiles', () =>
  fc.assert(
    fc.property(durations, (valuesUs) => {
      const histogram = Histogram.of(valuesUs);
      const back = Histogram.fromCompressedBase64(histogram.toCompressedBase64());
      assert.is(back.count, valuesUs.length);
      for (const p of [0, 0.5, 0.95, 0.99, 1]) {
        assert.is(back.percentileUs(p), histogram.percentileUs(p));
      }
    }),
    { numRuns: 20 },
  ));

test('two histograms add up to the histogram of all their values', () => {
  const sum = Histogram.of([1, 20, 300]);
  sum.add(Histogram.of([4000, 50_000]));
  assert.is(sum.toHgrm(), Histogram.of([1, 20, 300, 4000, 50_000]).toHgrm());
});

test('an empty one counts 0', () => {
  assert.is(Histogram.of([]).count, 0);
  assert.is(Histogram.of([]).percentileUs(0.99), 0);
});

test('the percentile table is in milliseconds', () => {
  const table = Histogram.of([1500, 1500, 1500]).toHgrm();
  assert.match(table, /Value\s+Percentile\s+TotalCount/);
  assert.match(table, /1\.500\s+1\.0+\s+3/);
});

test.run();
