/** The diagnosis pass: where the time, the memory and the calls of each side go. It takes no times. */
import type { Trial } from '../plan/trial.ts';
import type { ClinicTool } from '../profile/clinic-launch.ts';
import type { ClinicDiagnosis, SideDiagnosis, TraceDiagnosis } from '../profile/diagnosis.ts';
import { openOtlpReceiver } from '../profile/otlp-receiver.ts';
import { type LaunchCounted, type SideCounts, sideCounts } from '../profile/side-counts.ts';
import type { Side } from '../record/arm-result.ts';
import { diagnoseClinic } from './diagnose-clinic.ts';
import { countLaunch } from './diagnose-counts.ts';
import { diagnoseCpuOf, diagnoseHeapOf, type Looking } from './diagnose-load.ts';
import { diagnoseTrace } from './diagnose-trace.ts';
import { failureOf, type LookEvent, type RunEvent } from './events.ts';
import { type LaunchedSides, type Look, openSides, withoutTraces } from './launched-pair.ts';
import type { Rig } from './rig.ts';
import { whileWanted } from './while-alive.ts';

/** What comes out the same so often is exact. */
const countLaunches = 2;

/** What is looked at, then what was found. Raw profiles are left in `folder`, which is there. */
export async function* diagnose(
  trial: Trial,
  sides: readonly Side[],
  rig: Rig,
  folder: string,
  tools: readonly ClinicTool[] = [],
): AsyncGenerator<LookEvent> {
  const { name: scenario, title } = trial.scenario.scenario;
  const found: Partial<Record<Side, SideDiagnosis>> = {};
  try {
    for (const side of sides) {
      // One at a time: what only waits has timers and writes too, on the same core.
      const looking = { trial, side, rig, folder };
      const seen = yield* diagnoseSide(looking, keyOf(found.baseline));
      if (!seen) break;
      const clinic = yield* askClinic(looking, tools);
      found[side] = { ...seen, clinic };
      if (rig.signal.aborted) break;
    }
  } catch (error) {
    if (!rig.signal.aborted) yield { kind: 'undiagnosed', scenario, failure: failureOf(error) };
  }
  // A side that was looked into stays, whatever became of the other.
  if (Object.keys(found).length === 0) return;
  const diagnosis = { schema: 'tandem/diagnosis@1', scenario, title, sides: found } as const;
  yield { kind: 'diagnosed', scenario, diagnosis };
}

/** After all that is timed, each scenario is looked into; not after an interruption. */
export async function* thenDiagnose(
  timed: AsyncIterable<RunEvent>,
  trials: readonly Trial[],
  rig: Rig,
  folder: string,
): AsyncGenerator<RunEvent> {
  yield* timed;
  for (const trial of trials) {
    if (rig.signal.aborted) return;
    yield* diagnose(trial, ['baseline', 'candidate'], rig, folder);
  }
}

/** Null where an interruption left nothing whole; else what was looked into until then. */
async function* diagnoseSide(
  looking: Looking,
  asked: string | null,
): AsyncGenerator<LookEvent, Omit<SideDiagnosis, 'clinic'> | null> {
  const { trial, side, rig } = looking;
  const { name: variant } = trial[side];
  const scenario = trial.scenario.scenario.name;
  yield { kind: 'looking', scenario, variant, at: 'time and memory' };
  const looks = await launched(looking, inside('diagnosis'), async (alone) => {
    const looked = { ...looking, alone };
    return { cpu: await diagnoseCpuOf(looked), heap: await diagnoseHeapOf(looked) };
  });
  if (rig.signal.aborted) return null;
  yield { kind: 'looking', scenario, variant, at: 'counts' };
  const counts = await ifWhole(rig, countSide(looking));
  if (rig.signal.aborted) return { variant, ...looks, counts: null, trace: null };
  yield { kind: 'looking', scenario, variant, at: 'traces' };
  const trace = await ifWhole(rig, traceSide(looking, asked));
  return { variant, ...looks, counts, trace };
}

/** Null of what an interruption cut off. */
async function ifWhole<T>({ signal }: Rig, work: Promise<T>): Promise<T | null> {
  try {
    const result = await work;
    return signal.aborted ? null : result;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

async function countSide(looking: Looking): Promise<SideCounts | null> {
  const counted: (LaunchCounted | null)[] = [];
  for (let launch = 0; launch < countLaunches && !looking.rig.signal.aborted; launch += 1) {
    const count = (alone: LaunchedSides) => countLaunch({ ...looking, alone });
    counted.push(await launched(looking, inside('count'), count));
  }
  return counted.every((each) => each !== null) ? sideCounts(counted) : null;
}

/** What the baseline was drawn with. */
const keyOf = (baseline: SideDiagnosis | undefined): string | null =>
  baseline?.trace?.operation ?? null;

async function traceSide(looking: Looking, asked: string | null): Promise<TraceDiagnosis | null> {
  const receiver = await openOtlpReceiver();
  try {
    const look = { pass: null, environment: receiver.environment };
    return await launched(looking, look, (alone) =>
      diagnoseTrace({ ...looking, alone }, receiver, asked),
    );
  } finally {
    await receiver.close();
  }
}

async function* askClinic(
  looking: Looking,
  tools: readonly ClinicTool[],
): AsyncGenerator<LookEvent, readonly ClinicDiagnosis[]> {
  const { trial, side, rig } = looking;
  const asked: ClinicDiagnosis[] = [];
  for (const tool of tools) {
    if (rig.signal.aborted) break;
    const scenario = trial.scenario.scenario.name;
    yield { kind: 'looking', scenario, variant: trial[side].name, at: `clinic ${tool}` };
    asked.push(await diagnoseClinic(tool, looking));
  }
  return asked;
}

const inside = (pass: Look['pass']): Look => ({ pass, environment: withoutTraces });

/** A launch of one side. */
async function launched<T>(
  { trial, side, rig }: Looking,
  how: Look,
  look: (alone: LaunchedSides) => Promise<T>,
): Promise<T> {
  const alone = await openSides(trial, [side], rig, how);
  try {
    return await whileWanted(rig.signal, alone.generator, () => look(alone));
  } finally {
    await alone.close();
  }
}
