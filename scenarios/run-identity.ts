/** How a run, its key, its user and its model calls are named, on both sides of the wire. */
import { createHash } from 'node:crypto';

/** A run's id on one arm: its key plus the arm, so that both variants are asked under one key. */
export const runIdOf = (runKey: string, arm: string): string => `${runKey}~${arm}`;

/** The key of a run: its id up to `~`. All randomness of a run hangs on it. */
export function runKeyOf(runId: string): string {
  const end = runId.indexOf('~');
  return end < 0 ? runId : runId.slice(0, end);
}

/** One model call as the endpoint reports it and as the planned path asks for it. */
export const callKeyOf = (runKey: string, step: string, attempt: number): string =>
  `${runKey}/${step}/${attempt}`;

const users = 8;

/** One of eight users, by the run key: some of them have several runs at a time. */
export function userOf(runKey: string): string {
  const [byte = 0] = createHash('sha256').update(`user of ${runKey}`).digest();
  return `user-${byte % users}`;
}
