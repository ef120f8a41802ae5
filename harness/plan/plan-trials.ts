/** Scenarios x launches x units, in coin-tossed order: everything random is settled here. */
import type { Config } from '../config/parse-config.ts';
import type { Load, Scenario } from '../config/scenario.ts';
import { usageError } from '../error.ts';
import { seededRandom } from '../load/random.ts';
import type { Side } from '../record/arm-result.ts';
import { expectedMs } from './expected-duration.ts';
import { planSoak, soaked, soakUnits } from './plan-soak.ts';
import type { Launch, PlannedArm, Soak, Trial, Unit } from './trial.ts';
import { isLong, longestWarmUpMs } from './warm-up-load.ts';

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
  const load = shortened(scenario.load, config);
  const soak = planSoak(config);
  const { launches, units } = amountOf(scenario, load, soak, config.quick);
  const wanted = Math.max(1, Math.round(units * share));
  const count = Math.min(launches, wanted);
  const warmUps = config.quick || isLong(load) ? [1] : [1, 2];
  const seed = `${config.seed}/${scenario.name}`;
  let next = 0;
  return {
    scenario: soak === null ? loaded : { ...loaded, scenario: soaked(scenario) },
    baseline: config.baseline,
    candidate: config.candidate,
    load,
    soak,
    launches: Array.from({ length: count }, (_, number): Launch => {
      const first = next;
      next += Math.floor(wanted / count) + (number < wanted % count ? 1 : 0);
      const numbers = Array.from({ length: next - first }, (_unit, index) => first + index);
      return {
        number,
        startOrder: tossedOrder(`${seed}/${number}/start`),
        warmUpSeeds: warmUps.map((round) => `${seed}/${number}/warm-up/${round}`),
        countSeed:
          countsExactly(config, scenario) && number < countedLaunches ? `${seed}/count` : null,
        warmUpUnits: warmUpUnits(config, scenario, load, `${seed}/${number}/warm-up`),
        units: numbers.map((unit) =>
          planUnit(scenario, seed, unit, config.gate ? controlOf(seed, unit) : null),
        ),
      };
    }),
  };
}

function amountOf(
  { trial }: Scenario,
  load: Load,
  soak: Soak | null,
  quick: boolean,
): Scenario['trial'] {
  if (soak !== null) return { launches: 1, units: soakUnits(soak, load) };
  return quick ? { launches: 1, units: 1 } : trial;
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

/** Counts are exact when two launches agree. */
const countedLaunches = 2;

/** A model's delays and faults would make each operation's work a matter of timing. */
const countsExactly = ({ gate, quick }: Config, { services, load }: Scenario): boolean =>
  gate && !quick && services.length === 0 && load.kind === 'open';

/** One unit in so many has one server on both sides; eight of 60 can show at 1 %. */
const controlEvery = 8;
const controlFirst = 3;

/**
 * Whose server a control unit loads; null for any other unit. Of each two in a row it is once either
 * side's: a server that has done more work than the other is the warmer one.
 */
function controlOf(seed: string, unit: number): Side | null {
  if (unit % controlEvery !== controlFirst) return null;
  const control = Math.floor(unit / controlEvery);
  const [first, second] = tossedOrder(`${seed}/control/${Math.floor(control / 2)}`);
  return control % 2 === 0 ? first : second;
}

function warmUpUnits(config: Config, scenario: Scenario, load: Load, seed: string): Unit[] {
  if (config.quick || load.kind !== 'open') return [];
  // Pairs of long arms cut their start instead, and have too few operations to wait for.
  if (load.unit === 'pair' && !config.gate) return [];
  const unitMs = load.armMs * (load.unit === 'quad' ? 4 : 2);
  const most = Math.ceil(longestWarmUpMs / unitMs);
  return Array.from({ length: most }, (_, number) => planUnit(scenario, seed, number, null));
}

function planUnit(scenario: Scenario, seed: string, number: number, control: Side | null): Unit {
  const unitSeed = `${seed}/${number}`;
  const [first, second] = tossedOrder(`${unitSeed}/order`);
  const quad = scenario.load.kind === 'open' && scenario.load.unit === 'quad';
  const order = quad ? [first, second, second, first] : [first, second];
  const seen = { baseline: 0, candidate: 0 };
  return {
    number,
    control: control !== null,
    arms: order.map((side): PlannedArm => {
      seen[side] += 1;
      const letter = side === 'baseline' ? 'A' : control ? 'C' : 'B';
      const server = control ?? side;
      return {
        side,
        server,
        label: `${letter}${seen[side]}`,
        seed: `${unitSeed}/${seen[side]}`,
      };
    }),
  };
}

const coin = (seed: string): boolean => seededRandom(seed)() < 0.5;
