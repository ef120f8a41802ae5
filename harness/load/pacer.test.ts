import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TandemError } from '../error.ts';
import { burstArrivals, constantArrivals, poissonArrivals } from './pacer.ts';
import { seededRandom } from './random.ts';

const test = suite('pacer');

const rate = fc.integer({ min: 1, max: 500 });
const durationMs = fc.integer({ min: 1, max: 2000 });

const isAscending = (moments: readonly number[]): boolean =>
  moments.every((atMs, index) => atMs >= (moments[index - 1] ?? 0));

test('constant arrivals come evenly, the first at once and none at the end', () => {
  // rate, duration, moments: by hand.
  const table: [number, number, number[]][] = [
    [4, 1000, [0, 250, 500, 750]],
    [2.5, 1000, [0, 400, 800]],
    [1, 1000, [0]],
    [0.5, 3000, [0, 2000]],
    [3, 1000, [0, 1000 / 3, 2000 / 3]],
  ];
  for (const [ratePerSecond, forMs, moments] of table) {
    assert.equal([...constantArrivals(ratePerSecond, forMs)], moments);
  }
});

test('constant arrivals are as many as rate and duration say', () =>
  fc.assert(
    fc.property(rate, durationMs, (ratePerSecond, forMs) => {
      const moments = [...constantArrivals(ratePerSecond, forMs)];
      assert.is(moments.length, Math.ceil((ratePerSecond * forMs) / 1000));
      assert.ok(isAscending(moments));
      assert.ok((moments.at(-1) ?? 0) < forMs);
    }),
  ));

test('Poisson arrivals ascend within the duration and repeat with the seed', () =>
  fc.assert(
    fc.property(rate, durationMs, fc.string(), (ratePerSecond, forMs, seed) => {
      const moments = [...poissonArrivals(ratePerSecond, forMs, seededRandom(seed))];
      assert.equal(moments, [...poissonArrivals(ratePerSecond, forMs, seededRandom(seed))]);
      assert.ok(isAscending(moments));
      assert.ok((moments.at(-1) ?? 0) < forMs);
    }),
  ));

test('Poisson arrivals have the rate as their mean, and gaps that vary as much as they last', () => {
  const moments = [...poissonArrivals(100, 200_000, seededRandom('poisson'))];
  // 20,000 expected, standard deviation sqrt(20,000) = 141: four of them.
  assert.ok(Math.abs(moments.length - 20_000) < 566, `${moments.length} arrivals`);
  const gaps = moments.map((atMs, index) => atMs - (moments[index - 1] ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  // The coefficient of variation of an exponential distribution is 1.
  assert.ok(Math.abs(Math.sqrt(variance) / mean - 1) < 0.05);
});

test('a burst has exactly the asked size, within its time, by its seed', () =>
  fc.assert(
    fc.property(fc.nat(300), fc.nat(1000), fc.string(), (count, withinMs, seed) => {
      const moments = burstArrivals(count, withinMs, seededRandom(seed));
      assert.is(moments.length, count);
      assert.equal(moments, burstArrivals(count, withinMs, seededRandom(seed)));
      assert.ok(isAscending(moments));
      assert.ok(moments.every((atMs) => atMs >= 0 && atMs <= withinMs));
    }),
  ));

test('a load that cannot be is a usage error that says which number is wrong', () => {
  const random = seededRandom('any');
  const wrong = [
    () => [...constantArrivals(0, 1000)],
    () => [...constantArrivals(Number.NaN, 1000)],
    () => [...poissonArrivals(-5, 1000, random)],
    () => [...poissonArrivals(5, Number.POSITIVE_INFINITY, random)],
    () => burstArrivals(2.5, 100, random),
    () => burstArrivals(2, -1, random),
  ];
  for (const plan of wrong) {
    assert.throws(plan, (error: Error) => error instanceof TandemError && error.code === 2);
  }
});

test.run();
