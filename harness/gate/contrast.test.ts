import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { contrastOf, ratioBy } from './contrast.ts';
import { parseLimit } from './limit.ts';
import { coverage, coveredByCalmUnits, madeUpUnits } from './made-up-units.ts';
import type { GateUnit } from './unit-values.ts';

const test = suite('contrast');

const limit = parseLimit('response.p50.ratio<=1.05');

test('intervals of the weighted ratio cover the truth in 95 of 100 experiments', () => {
  const random = seededRandom('coverage');
  const experiments = 600;
  const share = coverage(experiments, coveredByCalmUnits(random), random);
  // scripts/check-coverage.ts runs 10,000. Here 95 % less or more three standard errors of 600.
  assert.ok(share > 0.923 && share < 0.977, `${(100 * share).toFixed(1)} %`);
});

test('a limit that is at least has the same ratio and the other sign', () => {
  const units = madeUpUnits(30, 1.2, seededRandom('units'));
  const atMost = contrastOf(limit, units);
  const atLeast = contrastOf(parseLimit('response.p50.ratio>=1.05'), units);
  const of = (contrast: typeof atMost) =>
    ratioBy(contrast.statistics[0], contrast, seededRandom('interval'));
  assert.ok(Math.abs((of(atMost)?.value ?? 0) - (of(atLeast)?.value ?? 1)) < 1e-12);
  assert.is(
    atMost.statistics[0].differences[0],
    -(atLeast.statistics[0].differences[0] ?? Number.NaN),
  );
});

/** A unit of these two medians. */
function unitOf(baseline: number, candidate: number): GateUnit {
  const [unit] = madeUpUnits(1, 1, seededRandom('one'));
  return {
    launch: 0,
    operations: { baseline: 1, candidate: 1 },
    early: null,
    late: null,
    ...unit,
    values: { 'response.p50': { baseline, candidate } },
  };
}

test('what neither side has in a unit is left out, and endless on both sides is no ratio', () => {
  const { valued, launches } = contrastOf(limit, [unitOf(0, 0), unitOf(3, 3), unitOf(2, 1)]);
  assert.equal([valued, launches.length], [2, 2]);
  const endless = contrastOf(limit, [unitOf(Infinity, Infinity), unitOf(2, 1)]);
  assert.equal([endless.valued, endless.launches.length], [2, 1]);
});

test('where one side has nothing in some unit, values are held against each other', () => {
  const { rare, statistics } = contrastOf(limit, [unitOf(0, 0), unitOf(0, 2), unitOf(4, 4)]);
  assert.equal(rare, { baseline: 4, candidate: 6 });
  assert.equal(
    statistics[0].differences.map((value) => Math.round(value * 100) / 100),
    [0, 2, -0.2],
  );
});

test('failures reach the ratio as a hundred at most', () => {
  const endless = madeUpUnits(8, 1, seededRandom('x')).map((unit) => ({
    ...unit,
    values: { 'response.p50': { baseline: 10, candidate: Number.POSITIVE_INFINITY } },
  }));
  const contrast = contrastOf(limit, endless);
  const ratio = ratioBy(contrast.statistics[1], contrast, seededRandom('y'));
  assert.ok(Math.abs((ratio?.value ?? 0) - 100) < 1e-6);
});

test.run();
