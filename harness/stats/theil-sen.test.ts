import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { type Point, slopeInterval } from './theil-sen.ts';

const test = suite('slopeInterval');

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const line = (ys: readonly number[]): readonly Point[] => ys.map((y, x) => ({ x, y }));

test('of five points, the interval is all their slopes: 1 in 60 orders lies outside', () => {
  const slope = slopeInterval([line([0, 1, 1, 5, 4])]);
  // Slopes: 1 .5 5/3 1 | 0 2 1 | 4 1.5 | -1.
  assert.equal(slope, { value: 1, lo: -1, hi: 4 });
});

test('four points are too few for 95 %, and enough for 90 %', () => {
  assert.is(slopeInterval([line([1, 2, 3, 4])]), null);
  assert.equal(slopeInterval([line([1, 2, 3, 4])], 0.9), { value: 1, lo: 1, hi: 1 });
  for (const none of [[], [[]], [line([1])]]) assert.is(slopeInterval(none), null);
});

test('ten points leave out as many slopes as the tables of Kendall say', () => {
  // Hollander and Wolfe, table A.30: P(K >= 23) = 0.023 of 45 pairs, so that 11 are outside.
  const slope = slopeInterval([line([0, 9, 3, 14, 8, 20, 11, 25, 19, 30])]);
  const ys = [0, 9, 3, 14, 8, 20, 11, 25, 19, 30];
  const all = ys.flatMap((y, j) => ys.slice(0, j).map((before, i) => (y - before) / (j - i)));
  const sorted = all.toSorted((a, b) => a - b);
  assert.equal([slope?.lo, slope?.hi], [sorted[11], sorted[45 - 1 - 11]]);
});

test('series are compared within themselves alone: a jump between them is no slope', () => {
  const slope = slopeInterval([line([1, 1, 1, 1]), line([900, 900, 900, 900])]);
  assert.equal(slope, { value: 0, lo: 0, hi: 0 });
});

test('a line is found, whatever a point in five is thrown to', async () => {
  await fc.assert(
    fc.property(
      fc.double({ min: -100, max: 100, noNaN: true }),
      fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 4, maxLength: 4 }),
      (rise, wild) => {
        const ys = upTo(20).map((x) => (x % 5 === 2 ? (wild[(x - 2) / 5] ?? 0) : rise * x));
        const slope = slopeInterval([line(ys)]);
        assert.ok(slope && Math.abs(slope.value - rise) < 1e-6, `${slope?.value}`);
      },
    ),
  );
});

test('the interval holds the true slope as often as it says, whatever the errors look like', () => {
  const random = seededRandom('theil-sen');
  const errors = [() => random(), () => -Math.log(1 - random()), () => Math.tan(3 * random())];
  for (const error of errors) {
    for (const sizes of [[5], [12], [4, 6]]) {
      const held = upTo(1500).filter(() => {
        const series = sizes.map((size) => line(upTo(size).map((x) => 2 * x + error())));
        const slope = slopeInterval(series);
        return slope && slope.lo <= 2 && slope.hi >= 2;
      }).length;
      assert.ok(held / 1500 > 0.935, `${sizes}: ${held}`);
    }
  }
});

test.run();
