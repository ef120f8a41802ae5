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

test('what a comparison is off by beyond its units is seen in the sums of the paths', () => {
  const pathOf = (steps: readonly (readonly number[])[]): MeasuredPath =>
    steps.map((logRatios, fix) => ({ fix, from: 0, to: 1, logRatios }));
  // Sums of 0.4, 0.6, 0.4 and 0.6 have a variance of 0.04 / 3, of two steps each.
  const paths = [0, 0.1, 0, 0.1].map((more) => pathOf([[0.3 + more], [0.1 + more]]));
  const { error, freedom } = errorOfComparison(paths);
  near(error, Math.sqrt(0.04 / 3 / 2));
  assert.is(freedom, 3);
  // Of which the units of the steps show 0.04² and 0.02².
  const spread = paths.map(([one, other]) =>
    pathOf([
      (one?.logRatios ?? []).flatMap((value) => [value - 0.04, value + 0.04]),
      (other?.logRatios ?? []).flatMap((value) => [value - 0.02, value + 0.02]),
    ]),
  );
  near(errorOfComparison(spread).error, Math.sqrt(0.04 / 3 / 2 - (0.04 ** 2 + 0.02 ** 2) / 2));
  const wide = paths.map(() =>
    pathOf([
      [-1, 1],
      [-1, 1],
    ]),
  );
  assert.is(errorOfComparison(wide).error, 0);
});

test.run();
