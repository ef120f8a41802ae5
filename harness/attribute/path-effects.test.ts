import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { tInterval } from '../stats/t-interval.ts';
import { errorOfComparison, type MeasuredPath, pathEffects } from './path-effects.ts';
import type { Surface } from './surface.ts';

const test = suite('effects by paths');

const flat: Surface = { lambda: 0, logAt: () => 0 };

/** One fix, measured once in each path. */
const paths = (values: readonly number[], spread = 0): readonly MeasuredPath[] =>
  values.map((value) => [{ fix: 0, from: 0, to: 1, logRatios: [value - spread, value + spread] }]);

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}, not ${expected}`);

test('paths that miss the opposite of their reverses count as two', () => {
  const values = [0.1, -0.1, 0.3, -0.2, 0.2, 0, -0.1, 0.1];
  const { value, lo, hi } = pathEffects(paths(values), flat, [0])([0]);
  const expected = tInterval(values);
  near(value, 0.0375);
  near(lo, expected?.lo ?? NaN);
  near(hi, expected?.hi ?? NaN);
});

test('paths that miss the same as their reverses are one draw', () => {
  const { value, lo, hi } = pathEffects(
    paths([0.3, 0.28, -0.1, -0.12, 0.2, 0.22, -0.2, -0.18]),
    flat,
    [0],
  )([0]);
  const expected = tInterval([0.29, -0.11, 0.21, -0.19]);
  near(value, 0.05);
  near(lo, expected?.lo ?? NaN);
  near(hi, expected?.hi ?? NaN);
});

test('what a comparison is off by is more than its units show, or nothing', () => {
  // Each mean has a standard error of 0.03: of 0.05² that leaves 0.04².
  near(errorOfComparison(paths([0.05, -0.05, 0.05, -0.05], 0.03), flat).error, 0.04);
  assert.is(errorOfComparison(paths([0.05, -0.05], 0.06), flat).error, 0);
  const single: readonly MeasuredPath[] = [[{ fix: 0, from: 0, to: 1, logRatios: [0.05] }]];
  near(errorOfComparison(single, flat).error, 0.05);
});

test.run();
