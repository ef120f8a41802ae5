/** Latencies that are hard on a histogram, for its tests: whole microseconds, the same each time. */
import { seededRandom } from './random.ts';

const count = 20_000;
const hourUs = 3_600_000_000;

/** One value; `index` counts from 0. */
type Draw = (random: () => number, index: number) => number;

const exponential = (random: () => number): number => -Math.log(1 - random());

/** Box and Muller's method. */
const normal = (random: () => number): number =>
  Math.sqrt(2 * exponential(random)) * Math.cos(2 * Math.PI * random());

const draws: Readonly<Record<string, Draw>> = {
  'bimodal: cache hits and misses': (random) =>
    random() < 0.6 ? 900 + 200 * random() : 380_000 + 40_000 * random(),
  'heavy tail: Pareto of shape 1.1, no mean to speak of': (random) =>
    Math.min(hourUs, 1000 * (1 - random()) ** (-1 / 1.1)),
  'lognormal of sigma 2': (random) => Math.min(hourUs, 5000 * Math.exp(2 * normal(random))),
  constant: () => 12_345,
  'tiny: 0 to 5 us': (random) => Math.floor(6 * random()),
  'huge: up to an hour': (random) => hourUs * random(),
  // P99 is the last value of the lower cluster: one rank off would be a thousand times too much.
  'two far clusters, exactly 1 % in the upper': (random, index) =>
    index % 100 === 0 ? 2_000_000 + 500_000 * random() : 1500 + 500 * random(),
  exponential: (random) => 20_000 * exponential(random),
  'geometric steps: each 1 % above the one before': (_random, index) =>
    Math.min(hourUs, 1.01 ** (index % 2200)),
  'a stall: most at once, then a ramp down from 2 s': (random, index) =>
    index % 5 === 0 ? 2_000_000 - (index / count) * 2_000_000 : 400 + 100 * random(),
};

/** By name, twelve of them: one has a single value and one straddles every power of two. */
export const hardDistributions: Readonly<Record<string, readonly number[]>> = {
  ...Object.fromEntries(
    Object.entries(draws).map(([name, draw]) => {
      const random = seededRandom(name);
      const values = Array.from({ length: count }, (_, index) => Math.round(draw(random, index)));
      return [name, values];
    }),
  ),
  'one sample': [777_777],
  'around the powers of two, where buckets double': Array.from({ length: 32 }, (_, power) =>
    [-1, 0, 1].map((step) => Math.max(0, 2 ** power + step)),
  ).flat(),
};
