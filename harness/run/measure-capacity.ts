/** Searches the capacity of one side or of both in turn, step by step. */
import { setTimeout as sleep } from 'node:timers/promises';
import { judgeLevel } from '../capacity/judge-level.ts';
import {
  ratesOfSaturation,
  ratesOfScenario,
  searchKnee,
  searchSaturation,
} from '../capacity/search.ts';
import { perSecondOf } from '../capacity/throughput.ts';
import type { CapacityConfig } from '../config/parse-capacity.ts';
import { busiestCore, readCoreTimes } from '../launch/core-usage.ts';
import { warmUpMs } from '../plan/expected-duration.ts';
import type { Trial } from '../plan/trial.ts';
import type { Side } from '../record/arm-result.ts';
import type { CapacityEvent, LevelStep, SaturationStep, Surroundings } from './capacity-events.ts';
import { failureOf } from './events.ts';
import { type LaunchedSides, openSides } from './launched-pair.ts';
import type { Rig } from './rig.ts';
import { lateP99Ms, readLateness } from './service-lateness.ts';
import { takeTurns } from './take-turns.ts';
import { whileAlive } from './while-alive.ts';

/** Idle time before each step, so that the one before has no part in it. */
const settleMs = 300;

/** Yields each step as it ends; what cannot be launched or dies is the last event. */
export async function* measureCapacity(
  trial: Trial,
  config: CapacityConfig,
  rig: Rig,
): AsyncGenerator<CapacityEvent> {
  yield { kind: 'launching' };
  try {
    yield* measureLaunched(trial, config, rig);
  } catch (error) {
    if (!rig.signal.aborted) yield { kind: 'failed', failure: failureOf(error) };
  }
}

async function* measureLaunched(
  trial: Trial,
  config: CapacityConfig,
  rig: Rig,
): AsyncGenerator<CapacityEvent> {
  const launched = await openSides(trial, config.sides, rig);
  const abort = () => launched.generator.abort();
  rig.signal.addEventListener('abort', abort, { once: true });
  const steps = new Steps(launched, config, rig);
  try {
    for (const side of config.sides) await steps.prepare(side);
    await rig.postgres?.checkpoint();
    const best = new Map<Side, number>();
    for await (const step of saturations(steps, config, rig)) {
      best.set(step.side, Math.max(best.get(step.side) ?? 0, perSecondOf(step.saturation)));
      yield step;
    }
    yield* levels(steps, config, best, rig);
  } finally {
    rig.signal.removeEventListener('abort', abort);
    await launched.close();
  }
}

/** None where the scenario's operations are no single requests. */
function saturations(
  steps: Steps,
  { sides, scenarios: [{ scenario }] }: CapacityConfig,
  { signal }: Rig,
): AsyncGenerator<SaturationStep> {
  const searches = scenario.request ? sides.map((side) => [side, searchSaturation()] as const) : [];
  return takeTurns(searches, signal, async (side, connections) => {
    const step = await steps.saturate(side, connections);
    return [step, perSecondOf(step.saturation)];
  });
}

/** None of a side whose closed loop had no answer: each level would only say so again. */
async function* levels(
  steps: Steps,
  { sides, ratePerSecond, scenarios: [{ scenario }] }: CapacityConfig,
  best: ReadonlyMap<Side, number>,
  { signal }: Rig,
): AsyncGenerator<LevelStep> {
  const ramps = sides.flatMap((side) => {
    const perSecond = best.get(side) ?? 0;
    if (!scenario.request) return [[side, ratesOfScenario(ratePerSecond)] as const];
    return perSecond > 0 ? [[side, ratesOfSaturation(perSecond)] as const] : [];
  });
  // The generator, too, needs to have been as fast once before it counts.
  for (const [side, [rate = ratePerSecond]] of ramps) await steps.warmUp(side, rate);
  const searches = ramps.map(([side, rates]) => [side, searchKnee(rates)] as const);
  yield* takeTurns(searches, signal, async (side, rate) => {
    const step = await steps.level(side, rate);
    return [step, step.verdict.state];
  });
}

/** The steps of one launch; each has operations of its own. */
class Steps {
  readonly #launched: LaunchedSides;
  readonly #config: CapacityConfig;
  readonly #rig: Rig;
  readonly #taken = new Map<Side, number>();
  #pauseMs = settleMs;

  constructor(launched: LaunchedSides, config: CapacityConfig, rig: Rig) {
    this.#launched = launched;
    this.#config = config;
    this.#rig = rig;
    this.#pauseMs = Math.max(settleMs, this.#scenario.settleMs ?? 0);
  }

  /** What the operations read is there, and each side has done the work. */
  async prepare(side: Side): Promise<void> {
    const { target } = this.#requestOf(side);
    if (this.#scenario.prepare) {
      await whileAlive(this.#launched, this.#launched.generator.prepare(target));
    }
    await this.warmUp(side, this.#config.ratePerSecond);
  }

  /** What it measures is thrown away. */
  async warmUp(side: Side, ratePerSecond: number): Promise<void> {
    if (this.#rig.signal.aborted) return;
    const durationMs = warmUpMs(this.#scenario.load);
    const request = { ...this.#requestOf(side), ratePerSecond, durationMs };
    await whileAlive(this.#launched, this.#launched.generator.level(request));
  }

  saturate(side: Side, connections: number): Promise<SaturationStep> {
    return this.#alone(async () => {
      const request = { ...this.#requestOf(side), connections, durationMs: this.#config.stepMs };
      const saturation = await this.#launched.generator.saturate(request);
      return { kind: 'saturation', side, connections, saturation };
    });
  }

  level(side: Side, ratePerSecond: number): Promise<LevelStep> {
    return this.#alone(async () => {
      const durationMs = this.#config.stepMs;
      const request = { ...this.#requestOf(side), ratePerSecond, durationMs };
      const level = await this.#launched.generator.level(request);
      const { timedOut, unfinished } = level.counts;
      // What was given up may go on in the server for as long as it was waited for.
      if (timedOut + unfinished > 0) await this.#pause(this.#scenario.timeoutMs);
      return { kind: 'level', side, ratePerSecond, durationMs, level, verdict: judgeLevel(level) };
    });
  }

  /** After a pause; with what went on beside it. */
  async #alone<S>(load: () => Promise<S>): Promise<S & Surroundings> {
    const { cores } = this.#rig;
    await this.#pause(this.#pauseMs);
    await readLateness(this.#launched.services);
    const before = readCoreTimes();
    const step = await whileAlive(this.#launched, load());
    const busy = busiestCore(before, readCoreTimes(), cores.measured ?? []);
    const late = lateP99Ms(await readLateness(this.#launched.services));
    return { ...step, helperCoreBusy: cores.helpers ? busy : null, serviceLateP99Ms: late };
  }

  #pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.#rig.signal }).catch(() => undefined);
  }

  /** The same operations for the same step of both sides. */
  #requestOf(side: Side) {
    const launched = this.#launched.sides[side];
    if (!launched) throw new Error(`the ${side} was not started`);
    const taken = this.#taken.get(side) ?? 0;
    this.#taken.set(side, taken + 1);
    return {
      target: { url: launched.server.url, databaseUrl: launched.databaseUrl },
      seed: `${this.#config.seed}/${this.#scenario.name}/capacity-${taken}`,
      label: side === 'baseline' ? 'A' : 'B',
    };
  }

  get #scenario() {
    return this.#config.scenarios[0].scenario;
  }
}
