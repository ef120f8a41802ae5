/** Statistics tested by statistics: seeded experiments with noise as it is on a shared machine. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { signFlipInterval, signFlipPValue } from './sign-flip.ts';
import { mean } from './t-interval.ts';

const test = suite('sign flip on noisy units');

/** 8 units attain 12 of 256 flips, not 5 %: what is said must hold for that level too. */
const units = 8;
const attained = 12 / 256;
const experiments = 1500;

const expected = experiments * attained;
const threeErrors = 3 * Math.sqrt(expected * (1 - attained));

/** Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * Log latencies of the arms of A B B A and B A A B units, in the order of a coin: they drift, hang
 * together from arm to arm (AR(1), 0.6) and now and then one is far out. Candidate arms get `shift`.
 */
function logDifferences(random: () => number, shift: number): readonly number[] {
  let level = 0;
  let drift = 0;
  return Array.from({ length: units }, () => {
    const first = random() < 0.5 ? 1 : -1;
    const arms = [first, -first, -first, first].map((sign) => {
      drift += 0.02;
      level = 0.6 * level + 0.3 * normal(random);
      const outlier = random() < 0.05 ? 2 * random() : 0;
      return sign * (level + drift + outlier + (sign > 0 ? shift : 0));
    });
    return mean(arms) * 2;
  });
}

const never = (): number => {
  throw new Error('eight units are enumerated');
};

test('two equal sides raise a false alarm as often as the test says', () => {
  const random = seededRandom('A/A');
  let alarms = 0;
  for (let index = 0; index < experiments; index++) {
    if (signFlipPValue(logDifferences(random, 0), never) <= 0.05) alarms += 1;
  }
  assert.ok(Math.abs(alarms - expected) < threeErrors, `${alarms} alarms, ${expected} expected`);
});

test('95 % intervals contain a true ratio of 1.2 as often as they say', () => {
  const random = seededRandom('coverage');
  const truth = Math.log(1.2);
  let missed = 0;
  for (let index = 0; index < experiments; index++) {
    const interval = signFlipInterval(logDifferences(random, truth), 0.95, never);
    if (!interval || truth < interval.lo || truth > interval.hi) missed += 1;
  }
  assert.ok(Math.abs(missed - expected) < threeErrors, `${missed} missed, ${expected} expected`);
});

test('a large difference is found nearly always', () => {
  const random = seededRandom('power');
  let found = 0;
  for (let index = 0; index < 200; index++) {
    if (signFlipPValue(logDifferences(random, 1), never) <= 0.05) found += 1;
  }
  assert.ok(found > 190, `${found} of 200`);
});

test.run();
