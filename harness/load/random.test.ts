import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom, xoshiro128 } from './random.ts';

const test = suite('seeded random');

const take = (random: () => number, count: number): number[] =>
  Array.from({ length: count }, random);

test('gives the reference words of xoshiro128** for the state 1, 2, 3, 4', () => {
  // First two by hand: rotl(2 * 5, 7) * 9 = 1280 * 9, then s1 = 2 ^ (3 ^ 1) = 0. The rest from a
  // run of the recurrence of section 3 of the paper with integers of unlimited size.
  assert.equal(
    take(xoshiro128(1, 2, 3, 4), 6),
    [11_520, 0, 5_927_040, 70_819_200, 2_031_721_883, 1_637_235_492],
  );
});

test('repeats itself for the same seed and not for another', () => {
  assert.equal(take(seededRandom('launch 1'), 50), take(seededRandom('launch 1'), 50));
  assert.not.equal(take(seededRandom('launch 1'), 50), take(seededRandom('launch 2'), 50));
});

test('stays within [0, 1) for any seed', () =>
  fc.assert(
    fc.property(fc.string(), (seed) => {
      for (const value of take(seededRandom(seed), 20)) assert.ok(value >= 0 && value < 1);
    }),
  ));

test('is uniform: chi-square over 20 bins stays below its 99.9 % point', () => {
  const bins = new Array<number>(20).fill(0);
  for (const value of take(seededRandom('uniform'), 20_000)) {
    const bin = Math.floor(value * 20);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const chiSquare = bins.reduce((sum, seen) => sum + (seen - 1000) ** 2 / 1000, 0);
  // 43.8 is the 99.9 % point of the distribution with 19 degrees of freedom (R: qchisq(0.999, 19)).
  assert.ok(chiSquare < 43.8, `chi-square is ${chiSquare}`);
});

test.run();
