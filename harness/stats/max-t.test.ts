import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { calmnessWeights } from './calmness.ts';
import { drawFlips, type Flips, maxTPValues, type Statistic } from './max-t.ts';

const test = suite('max-T');

const even = (differences: readonly number[]): Statistic => ({
  differences,
  weights: differences.map(() => 1),
});

/** All 2^n sign vectors, the one that flips nothing first. */
const everyFlip = (units: number): Flips =>
  Array.from({ length: 2 ** units }, (_, bits) =>
    Int8Array.from({ length: units }, (_unit, unit) => ((bits >> unit) & 1 ? -1 : 1)),
  );

test('of one statistic it is the share of flips that come out as large', () => {
  // Sums of +-1 +-2 +-3: 6, 4, 2, 0, 0, -2, -4, -6.
  assert.equal(maxTPValues([even([1, 2, 3])], everyFlip(3)), [1 / 8]);
  assert.equal(maxTPValues([even([-1, 2, 3])], everyFlip(3)), [2 / 8]);
  assert.equal(maxTPValues([even([-1, -2, -3])], everyFlip(3)), [1]);
});

test('two that are the same cost nothing, two that are not cost what they have apart', () => {
  const one = even([1, 2, 3, 4]);
  assert.equal(maxTPValues([one, one], everyFlip(4)), [1 / 16, 1 / 16]);
  // The other is as large only when unit 0 and 1 are flipped together: two of 16 reach a sum of all.
  const other = even([-1, -2, 3, 4]);
  assert.equal(maxTPValues([one, other], everyFlip(4))[0], 2 / 16);
});

test('what was rejected no longer stands in the way of the next', () => {
  const strong = even([5, 5, 5, 5, 5, 5, 5, 5]);
  const weak = even([1, -1, 2, 2, 2, 3, 3, 3]);
  const [ofStrong = 1, ofWeak = 1] = maxTPValues([strong, weak], everyFlip(8));
  const [alone = 1] = maxTPValues([weak], everyFlip(8));
  assert.ok(ofStrong <= ofWeak);
  assert.ok(ofWeak >= alone && ofWeak < 2 * alone + ofStrong);
});

test('a unit without a value, and a statistic without any, change nothing', () => {
  const flips = everyFlip(4);
  assert.equal(maxTPValues([even([1, 2, 3, 0])], flips), [1 / 8]);
  assert.equal(maxTPValues([even([0, 0, 0, 0])], flips), [1]);
});

test('no more false alarms than allowed, in noise with bursts, of six statistics together', () => {
  const random = seededRandom('max-t');
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const [studies, units, level] = [400, 40, 0.05];
  let alarms = 0;
  for (let study = 0; study < studies; study++) {
    let burst = 0;
    const levels = Array.from({ length: units }, () => {
      burst = random() < 0.1 ? 5 * random() : burst * 0.7;
      return burst;
    });
    const weights = calmnessWeights(levels);
    const statistics = [0, 1, 2].flatMap(() => {
      const differences = levels.map((loud) => normal() * (0.1 + loud));
      return [{ differences, weights }, even(differences)];
    });
    const flips = drawFlips(units, 499, random);
    if (maxTPValues(statistics, flips).some((p) => p <= level)) alarms += 1;
  }
  // 5 % and two and a half standard errors of 400.
  assert.ok(alarms / studies < 0.078, `${alarms / studies}`);
});

test('weights know calm from loud and nothing else', () => {
  const [calm = 0, same = 0, loud = 0] = calmnessWeights([1, 1, 2]);
  assert.is(calm, same);
  assert.ok(Math.abs(calm - 1 / 0.15 ** 2) < 1e-9);
  assert.ok(Math.abs(loud - 1 / (0.15 ** 2 + 1)) < 1e-9);
  assert.equal(calmnessWeights([]), []);
});

test.run();
