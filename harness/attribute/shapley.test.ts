import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { shapleyValues } from './shapley.ts';

const test = suite('shapley');

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} instead of ${expected}`);

// Three players, one right glove (0) and two left ones: 2/3, 1/6, 1/6 (Shapley 1953; any textbook).
test('the glove game', () => {
  const pairs = Float64Array.from({ length: 8 }, (_, mix) => (mix & 1 && mix > 1 ? 1 : 0));
  const [right = NaN, ...left] = shapleyValues(pairs, 3);
  near(right, 2 / 3);
  for (const each of left) near(each, 1 / 6);
});

test('what only adds up is each its own', () => {
  const values = Float64Array.from({ length: 16 }, (_, mix) => -mix);
  for (const [fix, value] of shapleyValues(values, 4).entries()) near(value, -(2 ** fix));
});

test('the parts add up to the whole, whatever the function', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }).chain((fixes) =>
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
          minLength: 2 ** fixes,
          maxLength: 2 ** fixes,
        }),
      ),
      (values) => {
        const parts = shapleyValues(Float64Array.from(values), Math.log2(values.length));
        const whole = (values.at(-1) ?? 0) - (values[0] ?? 0);
        near(
          parts.reduce((sum, part) => sum + part, 0),
          whole,
        );
      },
    ),
  );
});

test.run();
