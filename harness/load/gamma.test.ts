import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { gammaDraws } from './gamma.ts';
import { seededRandom } from './random.ts';

const test = suite('gamma');

const draws = 40_000;
const take = (shape: number, seed: string): number[] =>
  Array.from({ length: draws }, gammaDraws(shape, seededRandom(seed)));

/** Deciles of the distribution with scale 1 (SciPy 1.17: gamma.ppf([0.1, ..., 0.9], shape)); of 1 by hand. */
const deciles: readonly (readonly [shape: number, ...points: number[]])[] = [
  [0.25, 6.8e-5, 0.001081, 0.005491, 0.017522, 0.043674, 0.094206, 0.187348, 0.363085, 0.750393],
  [1, ...Array.from({ length: 9 }, (_, index) => -Math.log(1 - (index + 1) / 10))],
  [4, 1.74477, 2.296787, 2.763711, 3.211323, 3.672061, 4.175263, 4.762229, 5.515046, 6.680783],
];

for (const [shape, ...points] of deciles) {
  test(`a tenth of the draws lies between two deciles: shape ${shape}`, () => {
    const bins = new Array<number>(10).fill(0);
    for (const value of take(shape, 'deciles')) {
      const bin = points.filter((point) => point < value).length;
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const chiSquare = bins.reduce((sum, seen) => sum + (seen - draws / 10) ** 2 / (draws / 10), 0);
    // 27.9 is the 99.9 % point of the distribution with 9 degrees of freedom (SciPy: chi2.ppf).
    assert.ok(chiSquare < 27.9, `chi-square is ${chiSquare}: ${bins}`);
  });
}

test('mean and variance are the shape', () => {
  for (const shape of [0.05, 0.25, 0.9, 1, 4, 100]) {
    const values = take(shape, `moments of ${shape}`);
    const mean = values.reduce((sum, value) => sum + value, 0) / draws;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws;
    // Four standard errors; that of the variance from the fourth central moment, 3 k² + 6 k.
    const meanError = 4 * Math.sqrt(shape / draws);
    const varianceError = 4 * Math.sqrt((2 * shape ** 2 + 6 * shape) / draws);
    assert.ok(Math.abs(mean - shape) < meanError, `mean ${mean} of shape ${shape}`);
    assert.ok(Math.abs(variance - shape) < varianceError, `variance ${variance} of shape ${shape}`);
  }
});

test('any shape gives finite numbers of 0 or more, the same for the same seed', () =>
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1e6, noNaN: true }), fc.string(), (shape, seed) => {
      const [one, again] = [seed, seed].map((word) => gammaDraws(shape, seededRandom(word)));
      for (let count = 0; count < 20; count++) {
        const value = one?.() ?? -1;
        assert.ok(Number.isFinite(value) && value >= 0);
        assert.is(again?.(), value);
      }
    }),
  ));

test.run();
