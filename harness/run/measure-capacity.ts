/** Searches the capacity of one side or of both in turn, step by step. */
import {
  ratesOfSaturation,
  ratesOfScenario,
  searchKnee,
  searchSaturation,
} from '../capacity/search.ts';
import { perSecondOf } from '../capacity/throughput.ts';
import type { CapacityConfig } from '../config/parse-capacity.ts';
import type { Trial } from '../plan/trial.ts';
import type { Side } from '../record/arm-result.ts';
import type { CapacityEvent, LevelStep, SaturationStep } from './capacity-events.ts';
import { CapacitySteps } from './capacity-steps.ts';
import { failureOf } from './events.ts';
import { openSides } from './launched-pair.ts';
import type { Rig } from './rig.ts';
import { takeTurns } from './take-turns.ts';

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
  const steps = new CapacitySteps(launched, config, rig);
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
  steps: CapacitySteps,
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
  steps: CapacitySteps,
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
