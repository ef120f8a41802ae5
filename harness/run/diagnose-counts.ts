/** The count pass of one side: operations one after another, with nothing else under way. */
import { setTimeout as sleep } from 'node:timers/promises';
import { firstLoad } from '../plan/warm-up-load.ts';
import { startCounts, takeCounts } from '../profile/call-counts.ts';
import { DevTools } from '../profile/devtools.ts';
import type { LaunchCounted } from '../profile/side-counts.ts';
import { countedOperations, putOffMs } from './count-pass.ts';
import { type Looked, labelOf, loadedOf, prepare, sourcesOf, targetOf } from './diagnose-load.ts';
import { sideOf } from './launched-pair.ts';
import { whileAlive } from './while-alive.ts';

/** Null when an operation failed: what was counted until then is no whole number of operations. */
export async function countLaunch(looked: Looked): Promise<LaunchCounted | null> {
  const { alone, trial, side } = looked;
  const { server, databaseUrl, probe, probeFile } = sideOf(alone, side);
  await prepare(loadedOf(looked), looked, firstLoad(trial.load));
  const tools = await DevTools.connect(probeFile);
  try {
    const waitMs = Math.max(putOffMs, trial.scenario.scenario.settleMs ?? 0);
    await sleep(waitMs);
    const before = await whileAlive(alone, startCounts(tools));
    const turns = await whileAlive(
      alone,
      alone.generator.inTurn({
        target: targetOf({ server, databaseUrl, probe, probeFile }),
        seed: `${trial.launches[0]?.units[0]?.arms[0]?.seed}/count`,
        label: labelOf(side),
        operations: countedOperations,
      }),
    );
    await sleep(waitMs);
    const code = await whileAlive(alone, takeCounts(tools, before, sourcesOf(looked)));
    const seen = await probe?.window(turns.startedUs, turns.endedUs + waitMs * 1000);
    if (turns.failure !== null || turns.completed === 0 || !seen) return null;
    const { statements, connects, wsMessages } = seen;
    return {
      operations: turns.completed,
      database: seen.databaseUnseen ? null : { statements, connects },
      messages: seen.wsUnseen ? null : wsMessages,
      code,
    };
  } finally {
    await tools.close();
  }
}
