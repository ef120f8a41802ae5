import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TandemError } from '../error.ts';
import {
  burstArrivals,
  constantArrivals,
  gammaArrivals,
  planOf,
  poissonArrivals,
  rampArrivals,
} from './pacer.ts';
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

test('keys are the seed and the number, also beyond a thousand and a million', () => {
  const moments = Array.from({ length: 1_002_003 }, (_, index) => index);
  let index = 0;
  for (const { key, atMs } of planOf('s', moments)) {
    if (key !== `s/${index}` || atMs !== index) assert.unreachable(`${key} at ${atMs}`);
    index += 1;
  }
  assert.is(index, moments.length);
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

test('a ramp comes when the integral of its rate reaches the next whole number', () => {
  // from, to, duration, moments: by hand. From 0 to 8 in 2 s the integral is 2 t², down 8 t - 2 t².
  const table: [number, number, number, number[]][] = [
    [0, 8, 2000, [0, 1, 2, 3, 4, 5, 6, 7].map((count) => 1000 * Math.sqrt(count / 2))],
    [8, 0, 2000, [0, 1, 2, 3, 4, 5, 6, 7].map((count) => 2000 - 1000 * Math.sqrt(4 - count / 2))],
    // t + t²: (sqrt(1 + 4 k) - 1) / 2.
    [1, 5, 2000, [0, 1, 2, 3, 4, 5].map((count) => 500 * (Math.sqrt(1 + 4 * count) - 1))],
    [4, 4, 1000, [0, 250, 500, 750]],
    [0, 1, 1000, [0]],
  ];
  for (const [from, to, forMs, moments] of table) {
    const ramp = [...rampArrivals(from, to, forMs)];
    assert.is(ramp.length, moments.length, `${from} to ${to}`);
    for (const [index, atMs] of ramp.entries()) {
      assert.ok(Math.abs(atMs - (moments[index] ?? 0)) < 1e-9, `${atMs} for ${moments[index]}`);
    }
  }
});

test('a ramp has as many arrivals as the area under its rate, ascending, and turns round', () =>
  fc.assert(
    fc.property(fc.nat(500), rate, durationMs, (slow, fast, forMs) => {
      const [up, down] = [
        [...rampArrivals(slow, fast, forMs)],
        [...rampArrivals(fast, slow, forMs)],
      ];
      const area = ((slow + fast) * forMs) / 2000;
      for (const moments of [up, down]) {
        assert.is(moments.length, Math.ceil(area));
        assert.ok(isAscending(moments));
        assert.ok((moments.at(-1) ?? 0) < forMs);
      }
      // Where the area is whole, the way down is the way up backwards.
      if (!Number.isInteger(area)) return;
      for (const [index, atMs] of up.entries()) {
        const mirrored = forMs - (down[area - index] ?? forMs);
        assert.ok(Math.abs(atMs - mirrored) < 1e-4, `${atMs} for ${mirrored}`);
      }
    }),
  ));

test('a ramp between equal rates is constant, moment by moment', () =>
  fc.assert(
    fc.property(rate, durationMs, (ratePerSecond, forMs) => {
      const ramp = [...rampArrivals(ratePerSecond, ratePerSecond, forMs)];
      assert.equal(ramp, [...constantArrivals(ratePerSecond, forMs)]);
    }),
  ));

test('pacers are made as they are read: a day of a million a second costs nothing', () => {
  const dayMs = 86_400_000;
  const random = seededRandom('lazy');
  const days = [
    rampArrivals(1e6, 2e6, dayMs),
    gammaArrivals(1e6, 4, dayMs, random),
    poissonArrivals(1e6, dayMs, random),
    constantArrivals(1e6, dayMs),
  ];
  for (const day of days) {
    for (const atMs of day) {
      assert.ok(atMs < dayMs);
      break;
    }
  }
});

test('Gamma arrivals ascend within the duration and repeat with the seed', () =>
  fc.assert(
    fc.property(
      rate,
      durationMs,
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.string(),
      (ratePerSecond, forMs, shape, seed) => {
        const arrivals = () => gammaArrivals(ratePerSecond, shape, forMs, seededRandom(seed));
        const moments = [...arrivals()];
        assert.equal([...arrivals()], moments);
        assert.ok(isAscending(moments));
        assert.ok((moments.at(-1) ?? 0) < forMs);
      },
    ),
  ));

test('Gamma arrivals have the rate as their mean and 1 / sqrt(shape) as their variation', () => {
  for (const shape of [0.25, 1, 4]) {
    const random = seededRandom(`gamma ${shape}`);
    const moments = [...gammaArrivals(100, shape, 400_000, random)];
    const gaps = moments.map((atMs, index) => atMs - (moments[index - 1] ?? 0));
    const count = gaps.length;
    // The number varies as that of gaps with this variation: n / shape is its variance.
    const expected = 40_000;
    const countError = 4 * Math.sqrt(expected / shape);
    assert.ok(Math.abs(count - expected) < countError, `${count} arrivals of shape ${shape}`);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / count;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / count;
    const variation = Math.sqrt(variance) / mean;
    // Four standard errors of a sample's variation (delta method): sqrt(cv² (1/2 + 1/shape) / n).
    const wanted = 1 / Math.sqrt(shape);
    const error = 4 * wanted * Math.sqrt((0.5 + wanted ** 2) / count);
    assert.ok(
      Math.abs(variation - wanted) < error,
      `${variation} of shape ${shape}, not ${wanted}`,
    );
  }
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
    () => [...rampArrivals(0, 0, 1000)],
    () => [...rampArrivals(-1, 5, 1000)],
    () => [...rampArrivals(1, Number.NaN, 1000)],
    () => [...rampArrivals(1, 5, 0)],
    () => [...gammaArrivals(0, 1, 1000, random)],
    () => [...gammaArrivals(5, 0.001, 1000, random)],
    () => [...gammaArrivals(5, Number.NaN, 1000, random)],
    () => [...gammaArrivals(5, 1, -1, random)],
    () => burstArrivals(2.5, 100, random),
    () => burstArrivals(2, -1, random),
  ];
  for (const plan of wrong) {
    assert.throws(plan, (error: Error) => error instanceof TandemError && error.code === 2);
  }
});

test.run();
