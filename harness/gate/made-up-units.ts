/** Units as a noisy machine gives them, for the tests of this room and the check of its intervals. */
import { seededRandom } from '../load/random.ts';
import { contrastOf, ratioBy } from './contrast.ts';
import { parseLimit } from './limit.ts';
import type { GateMaterial } from './material.ts';
import type { GateUnit } from './unit-values.ts';

/** What a gate knows before anything was measured. */
export const nothingYet: GateMaterial = {
  units: [],
  stalls: [],
  counts: [],
  metrics: {},
  level: 0.05,
  last: false,
  random: seededRandom('nothing yet'),
};

/**
 * `count` units in which the candidate's median is `ratio` times the baseline's. The machine's state
 * carries over from unit to unit (0.7 of it) and drifts; noise has heavy tails; bursts hit both sides
 * of a unit, though not alike. `random` in [0, 1).
 */
export function madeUpUnits(count: number, ratio: number, random: () => number): GateUnit[] {
  let state = 0;
  const slope = 0.2 * (random() - 0.5);
  return Array.from({ length: count }, (_, unit): GateUnit => {
    state = 0.7 * state + 0.1 * heavyTailed(random);
    const burst = random() < 0.1 ? 1.5 * random() : 0;
    const level = state + (slope * unit) / count;
    const side = () => Math.exp(level + burst * random() + 0.03 * heavyTailed(random));
    const value = { baseline: 10 * side(), candidate: 10 * ratio * side() };
    return {
      launch: Math.floor((4 * unit) / count),
      operations: { baseline: 100, candidate: 100 },
      values: { 'response.p50': value, 'response.p95': value },
      early: value,
      late: value,
    };
  });
}

/** Student's distribution with 3 degrees of freedom. */
function heavyTailed(random: () => number): number {
  const [z, a, b, c] = [normal(random), normal(random), normal(random), normal(random)];
  return z / Math.sqrt((a * a + b * b + c * c) / 3);
}

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** In how many of so many made-up experiments the interval covers the ratio; see the contrast. */
export function coverage(
  experiments: number,
  covers: (units: readonly GateUnit[], ratio: number) => boolean,
  random: () => number,
): number {
  let covered = 0;
  for (let experiment = 0; experiment < experiments; experiment++) {
    const ratio = 0.8 + 0.5 * random();
    if (covers(madeUpUnits(60, ratio, random), ratio)) covered += 1;
  }
  return covered / experiments;
}

/** For `coverage`: the interval of the ratio by calm units. */
export const coveredByCalmUnits =
  (random: () => number) =>
  (units: readonly GateUnit[], ratio: number): boolean => {
    const contrast = contrastOf(parseLimit('response.p50.ratio<=1'), units);
    const interval = ratioBy(contrast.statistics[0], contrast, random);
    return interval !== null && interval.lo <= ratio && ratio <= interval.hi;
  };
