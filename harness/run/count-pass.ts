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

export const countedOperations = 20;
/** Servers put off some of their writes: so long after an answer, all that it caused has come. */
export const putOffMs = 1_200;

/**
 * Null for a side without a probe, whose operations failed, or that does the like unasked: nothing
 * exact can be said then.
 */
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
    if (rig.signal.aborted) return null;
    counts[side] = await countSide(pair, side, countSeed, waitMs);
  }
  return counts;
}

async function countSide(
  pair: LaunchedPair,
  side: Side,
  seed: string,
  waitMs: number,
): Promise<Counted | null> {
  const { server, databaseUrl, probe } = pair.sides[side];
  if (!probe) return null;
  const target = { url: server.url, databaseUrl };
  const label = side === 'baseline' ? 'A0' : 'B0';
  const turns = await pair.generator.inTurn({ target, seed, label, operations: countedOperations });
  await sleep(waitMs);
  const untilUs = turns.endedUs + waitMs * 1000;
  const seen = await probe.window(turns.startedUs, untilUs);
  const windowMs = (untilUs - turns.startedUs) / 1000;
  await sleep(windowMs);
  const idle = await probe.window(untilUs, untilUs + windowMs * 1000);
  if (!seen || !idle || turns.failure !== null || causesItself(idle)) return null;
  return perOperation(seen, turns.completed, idle);
}

/** A heartbeat falls into one window once, into another twice. */
const causesItself = ({ statements, connects, wsMessages }: ServerReadings): boolean =>
  statements + connects + wsMessages > 0;

/** Requests that are sent unasked (telemetry) only spoil the count of requests. */
const perOperation = (seen: ServerReadings, completed: number, idle: ServerReadings): Counted => ({
  ...(idle.httpRequests
    ? {}
    : { 'http.requestsPerOperation': (seen.httpRequests ?? 0) / completed }),
  ...(seen.databaseUnseen ? {} : databaseCounts(seen, completed)),
  ...(seen.wsUnseen ? {} : webSocketCounts(seen, completed)),
});

const databaseCounts = (seen: ServerReadings, completed: number): Counted => ({
  'db.statementsPerOperation': seen.statements / completed,
  'db.connectsPerOperation': seen.connects / completed,
  'db.rowsPerOperation': seen.rows / completed,
  'db.bytesPerOperation': seen.databaseBytes / completed,
});

const webSocketCounts = (seen: ServerReadings, completed: number): Counted => ({
  'ws.messagesPerOperation': seen.wsMessages / completed,
  'ws.bytesPerOperation': seen.wsBytes / completed,
});
