/** The diagnosis pass: where the time, the memory and the calls of each side go. It takes no times. */
import type { Trial } from '../plan/trial.ts';
import type { ClinicTool } from '../profile/clinic-launch.ts';
import type { ClinicDiagnosis, SideDiagnosis, TraceDiagnosis } from '../profile/diagnosis.ts';
import { openOtlpReceiver } from '../profile/otlp-receiver.ts';
import { type LaunchCounted, sideCounts } from '../profile/side-counts.ts';
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
      const seen = yield* diagnoseSide(trial, side, rig, folder, keyOf(found.baseline));
      const clinic = yield* askClinic({ trial, side, rig, folder }, tools);
      if (rig.signal.aborted) break;
      found[side] = { ...seen, clinic };
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

async function* diagnoseSide(
  trial: Trial,
  side: Side,
  rig: Rig,
  folder: string,
  asked: string | null,
): AsyncGenerator<LookEvent, Omit<SideDiagnosis, 'clinic'>> {
  const { name: variant } = trial[side];
  const scenario = trial.scenario.scenario.name;
  yield { kind: 'looking', scenario, variant, at: 'time and memory' };
  const looks = await launched(trial, side, rig, inside('diagnosis'), async (alone) => {
    const looked = { alone, trial, side, rig, folder };
    return { cpu: await diagnoseCpuOf(looked), heap: await diagnoseHeapOf(looked) };
  });
  yield { kind: 'looking', scenario, variant, at: 'counts' };
  const counted: (LaunchCounted | null)[] = [];
  for (let launch = 0; launch < countLaunches && !rig.signal.aborted; launch += 1) {
    const count = (alone: LaunchedSides) => countLaunch({ alone, trial, side, rig, folder });
    counted.push(await launched(trial, side, rig, inside('count'), count));
  }
  const counts = counted.every((each) => each !== null) ? sideCounts(counted) : null;
  yield { kind: 'looking', scenario, variant, at: 'traces' };
  const trace = await traceSide({ trial, side, rig, folder }, asked);
  return { variant, ...looks, counts, trace };
}

/** What the baseline was drawn with. */
const keyOf = (baseline: SideDiagnosis | undefined): string | null =>
  baseline?.trace?.operation ?? null;

async function traceSide(looking: Looking, asked: string | null): Promise<TraceDiagnosis | null> {
  const { trial, side, rig } = looking;
  const receiver = await openOtlpReceiver();
  try {
    const look = { pass: null, environment: receiver.environment };
    return await launched(trial, side, rig, look, (alone) =>
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
  trial: Trial,
  side: Side,
  rig: Rig,
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
