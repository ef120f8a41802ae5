/** Scenarios x launches x units, in coin-tossed order: everything random is settled here. */
import type { Config } from '../config/parse-config.ts';
import type { Load, Scenario } from '../config/scenario.ts';
import { usageError } from '../error.ts';
import { seededRandom } from '../load/random.ts';
import type { Side } from '../record/arm-result.ts';
import { expectedMs, isLong } from './expected-duration.ts';
import type { Launch, PlannedArm, Trial, Unit } from './trial.ts';

/** A pure function of the configuration. Throws a usage error for a budget that nothing fits into. */
export function planTrials(config: Config): readonly Trial[] {
  const plan = (fewer: number) =>
    config.scenarios.map((loaded) => planTrial(config, loaded, fewer));
  const whole = plan(1);
  const { budgetMs } = config;
  if (budgetMs === null || expectedMs(whole) <= budgetMs) return whole;
  let share = 1;
  let trials = whole;
  while (share > 0.05 && expectedMs(trials) > budgetMs) {
    share *= 0.9;
    trials = plan(share);
  }
  if (expectedMs(trials) <= budgetMs) return trials;
  const least = Math.ceil(expectedMs(trials) / 1000);
  throw usageError(
    `--budget is too short: one unit of each scenario takes about ${least} s; give more, or name fewer scenarios.`,
  );
}

function planTrial(config: Config, loaded: Config['scenarios'][number], share: number): Trial {
  const { scenario } = loaded;
  const { launches, units } = config.quick ? { launches: 1, units: 1 } : scenario.trial;
  const wanted = Math.max(1, Math.round(units * share));
  const count = Math.min(launches, wanted);
  const load = shortened(scenario.load, config);
  const warmUps = config.quick || isLong(load) ? [1] : [1, 2];
  const seed = `${config.seed}/${scenario.name}`;
  let next = 0;
  return {
    scenario: loaded,
    baseline: config.baseline,
    candidate: config.candidate,
    load,
    launches: Array.from({ length: count }, (_, number): Launch => {
      const first = next;
      next += Math.floor(wanted / count) + (number < wanted % count ? 1 : 0);
      const numbers = Array.from({ length: next - first }, (_unit, index) => first + index);
      return {
        number,
        startOrder: tossedOrder(`${seed}/${number}/start`),
        warmUpSeeds: warmUps.map((round) => `${seed}/${number}/warm-up/${round}`),
        units: numbers.map((unit) => planUnit(scenario, seed, unit)),
      };
    }),
  };
}

const tossedOrder = (seed: string): readonly [Side, Side] =>
  coin(seed) ? ['baseline', 'candidate'] : ['candidate', 'baseline'];

/** Quick arms show that everything works and what it roughly costs; they are too short for verdicts. */
function shortened(load: Load, config: Config): Load {
  if (load.kind === 'episode') return load;
  const quickMs = load.armMs > 4000 ? 4000 : Math.min(load.armMs, 1250);
  const armMs = Math.min(
    load.armMs,
    config.durationMs ?? load.armMs,
    config.quick ? quickMs : Number.POSITIVE_INFINITY,
  );
  return armMs >= load.armMs && config.durationMs === null
    ? load
    : { ...load, armMs, cutMs: Math.min(load.cutMs, armMs / 5) };
}

function planUnit(scenario: Scenario, seed: string, number: number): Unit {
  const unitSeed = `${seed}/${number}`;
  const [first, second] = tossedOrder(`${unitSeed}/order`);
  const quad = scenario.load.kind === 'open' && scenario.load.unit === 'quad';
  const order = quad ? [first, second, second, first] : [first, second];
  const seen = { baseline: 0, candidate: 0 };
  return {
    number,
    arms: order.map((side): PlannedArm => {
      seen[side] += 1;
      const label = `${side === 'baseline' ? 'A' : 'B'}${seen[side]}`;
      return { side, label, seed: `${unitSeed}/${seen[side]}` };
    }),
  };
}

const coin = (seed: string): boolean => seededRandom(seed)() < 0.5;
