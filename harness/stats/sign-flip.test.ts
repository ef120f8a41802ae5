import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import {
  neededUnits,
  signFlipInterval,
  signFlipPValue,
  signFlipRatioInterval,
} from './sign-flip.ts';

const test = suite('sign flip');

const never = (): number => {
  throw new Error('nothing is drawn where every flip is looked at');
};

const near = (actual: number, expected: number): boolean => Math.abs(actual - expected) < 1e-9;

test('six units are the fewest for 95 %', () => {
  const references: readonly [number, number][] = [
    [0.9, 5],
    [0.95, 6],
    [0.96875, 6],
    [0.99, 8],
  ];
  for (const [confidence, needed] of references) assert.is(neededUnits(confidence), needed);
});

test('equals exact p-values that were counted by hand', () => {
  const references: readonly [readonly number[], number][] = [
    // All of one sign: the data and their mirror image of 2^n flips.
    [[1, 2, 3, 4, 5, 6], 2 / 64],
    // 1 + 2 - 3 = 0: every flip is at least as far from 0.
    [[1, 2, -3], 1],
    // -1 + 2 + 3 = 4 (of 6 at most): flips with |sum| >= 4 are {6, 4} and mirrors.
    [[-1, 2, 3], 4 / 8],
    // A zero is flipped to itself.
    [[0, 1, 2, 3, 4, 5, 6], 2 / 64],
    [[0, 0], 1],
  ];
  for (const [differences, expected] of references) {
    assert.ok(near(signFlipPValue(differences, never), expected), `${differences}`);
  }
});

/** Eighths of an inch by which crossed plants were taller (Fisher, Design of Experiments, 1935). */
const darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

test("Fisher's p-value of Darwin's maize, 1726 of 32768, is met by drawing flips", () => {
  const pValue = signFlipPValue(darwin, seededRandom('maize'));
  // 9,999 draws: standard error 0.0022.
  assert.ok(Math.abs(pValue - 1726 / 32768) < 0.0067, String(pValue));
  assert.is(pValue, signFlipPValue(darwin, seededRandom('maize')));
});

test('limits are means of subsets: with six units the smallest and the largest difference', () => {
  assert.equal(signFlipInterval([3, 1, 2, 6, 5, 4], 0.95, never), { lo: 1, hi: 6 });
  // 1 % of 2^8 flips: one on each side is rejected, the one with nothing flipped.
  assert.equal(signFlipInterval([1, 2, 3, 4, 5, 6, 7, 8], 0.99, never), { lo: 1, hi: 8 });
  // 5 % of 2^8: six on each side, so the sixth smallest of 1, 1.5, 2, 2, 2, 2.33...: by hand.
  const interval = signFlipInterval([1, 2, 3, 4, 5, 6, 7, 8], 0.95, never);
  assert.ok(interval && near(interval.lo, 7 / 3) && near(interval.hi, 20 / 3));
});

test('too few units have no interval', () => {
  assert.is(signFlipInterval([1, 2, 3, 4, 5], 0.95, never), null);
  assert.is(signFlipInterval([], 0.95, never), null);
});

test('equal differences have an interval of no width', () => {
  const interval = signFlipInterval(Array(8).fill(-0.25), 0.95, never);
  assert.equal(interval, { lo: -0.25, hi: -0.25 });
});

const units = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 6, maxLength: 9 });

test('the interval is what the test does not reject', () => {
  fc.assert(
    fc.property(units, (differences) => {
      const interval = signFlipInterval(differences, 0.95, never);
      assert.ok(interval);
      const pValueAt = (centre: number) =>
        signFlipPValue(
          differences.map((difference) => difference - centre),
          never,
        );
      assert.ok(pValueAt(interval.lo - 1e-3) <= 0.05);
      assert.ok(pValueAt(interval.hi + 1e-3) <= 0.05);
      assert.ok(pValueAt((interval.lo + interval.hi) / 2) > 0.05);
    }),
    { seed: 1, numRuns: 50 },
  );
});

test('it moves with the data and turns round with their sign', () => {
  fc.assert(
    fc.property(units, fc.integer({ min: -50, max: 50 }), (differences, shift) => {
      const plain = signFlipInterval(differences, 0.95, never);
      const moved = differences.map((difference) => shift - difference);
      const turned = signFlipInterval(moved, 0.95, never);
      assert.ok(plain && turned);
      assert.ok(near(turned.lo, shift - plain.hi) && near(turned.hi, shift - plain.lo));
    }),
    { seed: 2, numRuns: 50 },
  );
});

test('the interval of a ratio is what the test does not reject, zeros included', () => {
  const pairs = fc.array(
    fc.record({ value: fc.integer({ min: 0, max: 50 }), weight: fc.integer({ min: 1, max: 50 }) }),
    { minLength: 6, maxLength: 8 },
  );
  fc.assert(
    fc.property(pairs, (measured) => {
      const interval = signFlipRatioInterval(measured, 0.95, never);
      assert.ok(interval);
      const pValueAt = (ratio: number) =>
        signFlipPValue(
          measured.map(({ value, weight }) => value - ratio * weight),
          never,
        );
      assert.ok(pValueAt(interval.hi + 1e-3) <= 0.05);
      assert.ok(pValueAt((interval.lo + interval.hi) / 2) > 0.05 || interval.lo === interval.hi);
    }),
    { seed: 3, numRuns: 50 },
  );
});

test('with weights of 1 the ratio is the mean', () => {
  const differences = [3, 1, 4, 1, 5, 9];
  const weighted = differences.map((value) => ({ value, weight: 1 }));
  assert.equal(
    signFlipRatioInterval(weighted, 0.95, never),
    signFlipInterval(differences, 0.95, never),
  );
});

test('drawn flips come close to all flips', () => {
  // All 2^15 flips, counted once: -1/6 to 41.
  const interval = signFlipInterval(darwin, 0.95, seededRandom('maize'));
  assert.ok(interval && Math.abs(interval.lo + 1 / 6) < 1 && Math.abs(interval.hi - 41) < 1);
});

test.run();
