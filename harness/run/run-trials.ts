/** Runs trials one after another and tells what comes: each arm is on disk before the next starts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCode } from '../error.ts';
import type { Launch, Trial, Unit } from '../plan/trial.ts';
import { monotonicUs } from '../probe/monotonic-clock.ts';
import type { ArmResult } from '../record/arm-result.ts';
import { countPass } from './count-pass.ts';
import { type Failure, failureOf, type RunEvent, type SameWork } from './events.ts';
import { type LaunchedPair, openLaunch } from './launched-pair.ts';
import { lifeStalls } from './life-stalls.ts';
import type { Rig } from './rig.ts';
import { runArm } from './run-arm.ts';
import { compareWork } from './same-work.ts';
import { readLateness } from './service-lateness.ts';
import { warmUp } from './warm-up.ts';
import { whileAlive } from './while-alive.ts';

/** How many units of a launch are measured again at most, when an arm of theirs was invalid. */
const spareUnits = 2;
const spareNumber = 1000;

/** Idle time after the warm-up, so that garbage and write-behind of it are not counted. */
const settleMs = 300;

/**
 * Yields what happens. A side that dies fails its trial and the others go on; what can't be
 * launched at all ends the run, for the next launch would fail alike.
 */
export async function* runTrials(trials: readonly Trial[], rig: Rig): AsyncGenerator<RunEvent> {
  for (const trial of trials) {
    const failure = yield* runTrial(trial, rig);
    if (rig.signal.aborted || (failure && failure.code !== exitCode.disagreement)) return;
  }
}

async function* runTrial(trial: Trial, rig: Rig): AsyncGenerator<RunEvent, Failure | null> {
  for (const launch of trial.launches) {
    const place = { scenario: trial.scenario.scenario.name, launch: launch.number };
    yield { kind: 'launching', ...place };
    try {
      yield* runLaunch(trial, launch, rig);
    } catch (error) {
      if (rig.signal.aborted) return null;
      const failure = failureOf(error);
      yield { kind: 'failed', ...place, failure };
      return failure;
    }
    if (rig.signal.aborted) return null;
  }
  return null;
}

async function* runLaunch(trial: Trial, launch: Launch, rig: Rig): AsyncGenerator<RunEvent> {
  const pair = await openLaunch(trial, launch, rig);
  const abort = () => pair.generator.abort();
  rig.signal.addEventListener('abort', abort, { once: true });
  try {
    const warmedUp = await whileAlive(pair, warmUp(pair, trial, launch, rig));
    const counts = await whileAlive(pair, countPass(pair, trial, launch, rig));
    await rig.postgres?.checkpoint();
    await sleep(settleMs);
    await readLateness(pair.services);
    const warmUs = monotonicUs();
    const compared = yield* runUnits(pair, trial, launch, rig);
    if (rig.signal.aborted) return;
    const sameWork = await whileAlive(pair, inspect(pair, trial, compared));
    yield {
      kind: 'launched',
      scenario: trial.scenario.scenario.name,
      launch: launch.number,
      sameWork,
      stalls: await whileAlive(pair, lifeStalls(pair, warmUs)),
      warmUp: warmedUp,
      counts,
    };
  } finally {
    rig.signal.removeEventListener('abort', abort);
    await pair.close();
  }
}

/** Gives back the arms of both sides, without those of control units. */
async function* runUnits(
  pair: LaunchedPair,
  trial: Trial,
  launch: Launch,
  rig: Rig,
): AsyncGenerator<RunEvent, readonly ArmResult[]> {
  const compared: ArmResult[] = [];
  const units = [...launch.units];
  for (const unit of units) {
    const arms = yield* runUnit(pair, trial, { launch: launch.number, unit }, rig);
    if (rig.signal.aborted) return compared;
    if (!unit.control) compared.push(...arms);
    const spare = !arms.every(isValid) && units.length < launch.units.length + spareUnits;
    if (spare) units.push(measureAgain(unit, units.length));
  }
  return compared;
}

async function* runUnit(
  pair: LaunchedPair,
  trial: Trial,
  { launch, unit }: { readonly launch: number; readonly unit: Unit },
  rig: Rig,
): AsyncGenerator<RunEvent, readonly ArmResult[]> {
  const arms: ArmResult[] = [];
  for (const [position, arm] of unit.arms.entries()) {
    if (rig.signal.aborted) break;
    const place = { launch, unit: unit.number, position };
    const result = await whileAlive(pair, runArm(pair, trial, arm, place, rig));
    arms.push(result);
    yield { kind: unit.control ? 'control' : 'arm', arm: result };
  }
  return arms;
}

const isValid = ({ validity }: ArmResult): boolean => validity.state === 'valid';

/** In place of a unit with an invalid arm, whatever its figures were: the same arms with other work. */
const measureAgain = (unit: Unit, count: number): Unit => ({
  number: spareNumber + count,
  control: unit.control,
  arms: unit.arms.map((arm) => ({ ...arm, seed: `${arm.seed}/again-${count}` })),
});

async function inspect(
  pair: LaunchedPair,
  trial: Trial,
  arms: readonly ArmResult[],
): Promise<SameWork> {
  const { baseline, candidate } = pair.sides;
  if (!trial.scenario.scenario.digest) return compareWork(arms, { baseline: {}, candidate: {} });
  return compareWork(arms, {
    baseline: await pair.generator.digest({
      url: baseline.server.url,
      databaseUrl: baseline.databaseUrl,
    }),
    candidate: await pair.generator.digest({
      url: candidate.server.url,
      databaseUrl: candidate.databaseUrl,
    }),
  });
}
