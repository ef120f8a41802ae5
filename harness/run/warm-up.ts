/** Before anything counts: both sides have done the work, and hold what the operations read. */
import type { Load } from '../config/scenario.ts';
import { warmUpMs } from '../plan/expected-duration.ts';
import type { Launch, Trial } from '../plan/trial.ts';
import type { LaunchedPair } from './launched-pair.ts';
import type { Rig } from './rig.ts';
import { driveSide } from './run-arm.ts';

/** Each side in the order of the launch; whatever it measures is thrown away. */
export async function warmUp(
  pair: LaunchedPair,
  trial: Trial,
  launch: Launch,
  rig: Rig,
): Promise<void> {
  const load = shortLoad(trial.load);
  const { prepare } = trial.scenario.scenario;
  for (const side of launch.startOrder) {
    const { server, databaseUrl } = pair.sides[side];
    const label = side === 'baseline' ? 'A0' : 'B0';
    if (rig.signal.aborted) return;
    if (prepare) await pair.generator.prepare({ url: server.url, databaseUrl });
    for (const seed of launch.warmUpSeeds) {
      if (rig.signal.aborted) return;
      await driveSide(pair, { side, label, seed }, load);
    }
  }
}

const shortLoad = (load: Load): Load =>
  load.kind === 'open' ? { ...load, armMs: warmUpMs(load), cutMs: 0 } : load;
