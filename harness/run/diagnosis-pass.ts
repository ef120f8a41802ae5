/** The diagnosis pass: where the time, the memory and the calls of each side go. It takes no times. */
import type { Trial } from '../plan/trial.ts';
import type { Diagnosis, SideDiagnosis } from '../profile/diagnosis.ts';
import { type LaunchCounted, sideCounts } from '../profile/side-counts.ts';
import type { Side } from '../record/arm-result.ts';
import { countLaunch } from './diagnose-counts.ts';
import { diagnoseCpuOf, diagnoseHeapOf } from './diagnose-load.ts';
import { type LaunchedSides, type Look, openSides, withoutTraces } from './launched-pair.ts';
import type { Rig } from './rig.ts';

/** What comes out the same so often is exact. */
const countLaunches = 2;

/** What is looked at, then what was found. Raw profiles are left in `folder`, which is there. */
export type DiagnosisEvent =
  | { readonly kind: 'looking'; readonly variant: string; readonly at: string }
  | { readonly kind: 'diagnosed'; readonly diagnosis: Diagnosis };

/** Rejects when a side can't be started, looked into, or dies; ends early, without a diagnosis, when it is interrupted. */
export async function* diagnose(
  trial: Trial,
  sides: readonly Side[],
  rig: Rig,
  folder: string,
): AsyncGenerator<DiagnosisEvent> {
  const { name, title } = trial.scenario.scenario;
  const found: Partial<Record<Side, SideDiagnosis>> = {};
  for (const side of sides) {
    const { name: variant } = trial[side];
    // One at a time: what only waits has timers and writes too, on the same core.
    yield { kind: 'looking', variant, at: 'time and memory' };
    const looks = await launched(trial, side, rig, 'diagnosis', async (alone) => {
      const looked = { alone, trial, side, rig, folder };
      return { cpu: await diagnoseCpuOf(looked), heap: await diagnoseHeapOf(looked) };
    });
    yield { kind: 'looking', variant, at: 'counts' };
    const counted: (LaunchCounted | null)[] = [];
    for (let launch = 0; launch < countLaunches && !rig.signal.aborted; launch += 1) {
      const count = (alone: LaunchedSides) => countLaunch({ alone, trial, side, rig, folder });
      counted.push(await launched(trial, side, rig, 'count', count));
    }
    if (rig.signal.aborted) return;
    const counts = counted.every((each) => each !== null) ? sideCounts(counted) : null;
    found[side] = { variant, ...looks, counts };
  }
  const schema = 'tandem/diagnosis@1';
  yield { kind: 'diagnosed', diagnosis: { schema, scenario: name, title, sides: found } };
}

/** A launch of one side. */
async function launched<T>(
  trial: Trial,
  side: Side,
  rig: Rig,
  pass: Look['pass'],
  look: (alone: LaunchedSides) => Promise<T>,
): Promise<T> {
  const alone = await openSides(trial, [side], rig, { pass, environment: withoutTraces });
  const abort = () => alone.generator.abort();
  rig.signal.addEventListener('abort', abort, { once: true });
  try {
    return await look(alone);
  } finally {
    rig.signal.removeEventListener('abort', abort);
    await alone.close();
  }
}
