/**
 * What each operation causes, counted while it is the only one: statements, messages, bytes. Where
 * nothing waits for a model or draws a fault, the same work causes the same, launch after launch.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Launch, Trial } from '../plan/trial.ts';
import type { ServerReadings, Side } from '../record/arm-result.ts';
import type { Counted, LaunchCounts } from './events.ts';
import type { LaunchedPair } from './launched-pair.ts';
import type { Rig } from './rig.ts';

const operations = 20;
/** Servers put off some of their writes: so long after an answer, all that it caused has come. */
const putOffMs = 1_200;

/** Null for a side without a probe, or whose operations failed: nothing exact can be said then. */
export async function countPass(
  pair: LaunchedPair,
  trial: Trial,
  { startOrder, countSeed }: Launch,
  rig: Rig,
): Promise<LaunchCounts | null> {
  if (countSeed === null) return null;
  const counts: Record<Side, Counted | null> = { baseline: null, candidate: null };
  const waitMs = Math.max(putOffMs, trial.scenario.scenario.settleMs ?? 0);
  // What the warm-up caused is no part of it.
  await sleep(waitMs);
  for (const side of startOrder) {
    const { server, databaseUrl, probe } = pair.sides[side];
    if (rig.signal.aborted) return null;
    const label = side === 'baseline' ? 'A0' : 'B0';
    const target = { url: server.url, databaseUrl };
    const turns = await pair.generator.inTurn({ target, seed: countSeed, label, operations });
    await sleep(waitMs);
    const seen = await probe?.window(turns.startedUs, turns.endedUs + waitMs * 1000);
    if (seen && turns.failure === null) counts[side] = perOperation(seen, turns.completed);
  }
  return counts;
}

const perOperation = (seen: ServerReadings, completed: number): Counted => ({
  'db.statementsPerOperation': seen.statements / completed,
  'db.connectsPerOperation': seen.connects / completed,
  'db.rowsPerOperation': seen.rows / completed,
  'db.bytesPerOperation': seen.databaseBytes / completed,
  'ws.messagesPerOperation': seen.wsMessages / completed,
  'ws.bytesPerOperation': seen.wsBytes / completed,
});
