/**
 * Do 95 % intervals cover the truth in 95 of 100 experiments, where the noise carries over from unit
 * to unit, drifts, comes in bursts and has heavy tails? Exits with 1 outside of 94 to 96.5 %.
 *
 *   node dist/scripts/check-coverage.js [experiments = 10000]
 */
import { contrastOf } from '../harness/gate/contrast.ts';
import { parseLimit } from '../harness/gate/limit.ts';
import { coverage, coveredByCalmUnits } from '../harness/gate/made-up-units.ts';
import { seededRandom } from '../harness/load/random.ts';
import { signFlipInterval } from '../harness/stats/sign-flip.ts';

const experiments = Number(process.argv[2] ?? 10_000);
const limit = parseLimit('response.p50.ratio<=1');
const random = seededRandom('check-coverage');

const weighted = coverage(experiments, coveredByCalmUnits(random), random);
const even = coverage(
  experiments,
  (units, ratio) => {
    const { differences } = contrastOf(limit, units).statistics[1];
    const interval = signFlipInterval(differences, 0.95, random);
    return interval !== null && interval.lo <= Math.log(ratio) && Math.log(ratio) <= interval.hi;
  },
  random,
);
for (const [name, share] of [
  ['weighted by calmness', weighted],
  ['evenly', even],
] as const) {
  console.log(`${name}: ${(100 * share).toFixed(2)} % of ${experiments} covered`);
  if (share < 0.94 || share > 0.965) process.exitCode = 1;
}
