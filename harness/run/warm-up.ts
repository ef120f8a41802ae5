/** Before anything counts: both sides have done the work, and hold what the operations read. */
import type { Load } from '../config/scenario.ts';
import { longArmMs, warmUpMs } from '../plan/expected-duration.ts';
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
  const rounds = roundsOf(trial.load, launch.warmUpSeed);
  for (const side of launch.startOrder) {
    if (rig.signal.aborted) return;
    const { server, databaseUrl } = pair.sides[side];
    const label = side === 'baseline' ? 'A0' : 'B0';
    const { prepare } = trial.scenario.scenario;
    if (prepare) await pair.generator.prepare({ url: server.url, databaseUrl });
    for (const { seed, load } of rounds) {
      if (!rig.signal.aborted) await driveSide(pair, { side, label, seed }, load);
    }
  }
}

/** A plan is never longer than an arm: short ones are driven twice. */
function roundsOf(load: Load, seed: string): readonly { seed: string; load: Load }[] {
  if (load.kind === 'episode') return [{ seed, load }];
  const count = load.armMs < longArmMs ? 2 : 1;
  const short: Load = { ...load, armMs: warmUpMs(load) / count, cutMs: 0 };
  return Array.from({ length: count }, (_, round) => ({ seed: `${seed}/${round}`, load: short }));
}
