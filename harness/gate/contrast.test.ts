import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { contrastOf, weightedRatio } from './contrast.ts';
import { parseLimit } from './limit.ts';
import { coverage, madeUpUnits } from './made-up-units.ts';
import type { GateUnit } from './unit-values.ts';

const test = suite('contrast');

const limit = parseLimit('response.p50.ratio<=1.05');

test('intervals of the weighted ratio cover the truth in 95 of 100 experiments', () => {
  const random = seededRandom('coverage');
  const experiments = 600;
  const share = coverage(
    experiments,
    (units, ratio) => {
      const interval = weightedRatio(contrastOf(limit, units), random);
      return interval !== null && interval.lo <= ratio && ratio <= interval.hi;
    },
    random,
  );
  // scripts/check-coverage.ts runs 10,000. Here 95 % less or more three standard errors of 600.
  assert.ok(share > 0.923 && share < 0.977, `${(100 * share).toFixed(1)} %`);
});

test('a limit that is at least has the same ratio and the other sign', () => {
  const units = madeUpUnits(30, 1.2, seededRandom('units'));
  const atMost = contrastOf(limit, units);
  const atLeast = contrastOf(parseLimit('response.p50.ratio>=1.05'), units);
  const of = (contrast: typeof atMost) => weightedRatio(contrast, seededRandom('interval'));
  assert.ok(Math.abs((of(atMost)?.value ?? 0) - (of(atLeast)?.value ?? 1)) < 1e-12);
  assert.is(
    atMost.statistics[0].differences[0],
    -(atLeast.statistics[0].differences[0] ?? Number.NaN),
  );
});

test('what neither side has in a unit is left out, what one side lacks is counted', () => {
  const [unit] = madeUpUnits(1, 1, seededRandom('one'));
  const of = (baseline: number, candidate: number): GateUnit => ({
    launch: 0,
    operations: { baseline: 1, candidate: 1 },
    early: null,
    late: null,
    ...unit,
    values: { 'response.p50': { baseline, candidate } },
  });
  const { valued, launches } = contrastOf(limit, [of(0, 0), of(0, 1), of(2, 1)]);
  assert.equal([valued, launches.length], [2, 1]);
});

test('failures reach the ratio as a hundred at most', () => {
  const endless = madeUpUnits(8, 1, seededRandom('x')).map((unit) => ({
    ...unit,
    values: { 'response.p50': { baseline: 10, candidate: Number.POSITIVE_INFINITY } },
  }));
  const ratio = weightedRatio(contrastOf(limit, endless), seededRandom('y'));
  assert.ok(Math.abs((ratio?.value ?? 0) - 100) < 1e-6);
});

test.run();
