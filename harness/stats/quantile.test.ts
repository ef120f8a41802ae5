import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { quantile, sortedNumbers } from './quantile.ts';

const test = suite('quantile');

const oneToTen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

test('equals R: quantile(x, p, type = 7)', () => {
  const references: readonly [readonly number[], number, number][] = [
    [oneToTen, 0, 1],
    [oneToTen, 0.25, 3.25],
    [oneToTen, 0.5, 5.5],
    [oneToTen, 0.95, 9.55],
    [oneToTen, 0.99, 9.91],
    [oneToTen, 1, 10],
    [[7], 0.99, 7],
    [[2, 4, 8, 16], 0.9, 13.6],
  ];
  for (const [sorted, p, expected] of references) {
    assert.ok(Math.abs(quantile(sorted, p) - expected) < 1e-9, `P${p} of ${sorted}`);
  }
});

test('a failure is endless: it counts in the rank and in no value below it', () => {
  const withFailure = [...oneToTen, Infinity];
  assert.is(quantile(withFailure, 0.5), 6);
  assert.is(quantile(withFailure, 0.9), 10);
  assert.is(quantile(withFailure, 0.95), Infinity);
  assert.is(quantile([1, Infinity, Infinity], 0.75), Infinity);
});

test('a rank that is whole on paper does not reach for an endless neighbour', () => {
  const sorted = [...Array.from({ length: 8 }, (_, index) => index), ...Array(93).fill(Infinity)];
  assert.is(100 * 0.07 > 7, true);
  assert.is(quantile(sorted, 0.07), 7);
});

test('no values, or no such quantile, is an error', () => {
  assert.throws(() => quantile([], 0.5), /at least one value/);
  assert.throws(() => quantile([1], 1.5), /in \[0, 1\]/);
  assert.throws(() => quantile([1], Number.NaN), /in \[0, 1\]/);
});

test('sorting is by number, endless last', () => {
  assert.equal(sortedNumbers([10, Infinity, 9, -1, Infinity]), [-1, 9, 10, Infinity, Infinity]);
});

test('a quantile lies between neighbours and grows with p', () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(values, share, share, (series, p, q) => {
      const sorted = sortedNumbers(series);
      const [lower, upper] = [quantile(sorted, Math.min(p, q)), quantile(sorted, Math.max(p, q))];
      assert.ok(lower <= upper + 1e-6);
      assert.ok(quantile(sorted, 0) <= lower && upper <= quantile(sorted, 1));
    }),
  );
});

test.run();
