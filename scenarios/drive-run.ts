/** Drives one run from its request to its end, watched or not. */
import type { Answer, HttpAnswer, Io, PlannedOperation } from '../harness/index.ts';
import type { RunRequest } from '../runtime/run-request.ts';
import { followRun } from './follow-run.ts';
import { runIdOf, userOf } from './run-identity.ts';
import { bearerOf } from './token.ts';
import { runRequestOf, type Workload } from './workload.ts';

/**
 * One run of the workload. An interactive one is watched from before it is asked for, a background
 * one is awaited. With `otherTabs`, the user has so many more sockets open, each on another run.
 */
export async function driveRun(
  workload: Workload,
  operation: PlannedOperation,
  io: Io,
  otherTabs = 0,
): Promise<Answer> {
  const asked = runRequestOf(workload, operation.key);
  const user = userOf(operation.key);
  const request = { ...asked, id: runIdOf(operation.key, io.arm) };
  const tabs = Array.from({ length: otherTabs }, (_, index) =>
    io.ws(eventsPath(`tab-${index + 1}-${request.id}`), bearerOf(user)),
  );
  await Promise.all(tabs);
  return request.mode === 'interactive'
    ? watchRun(request, user, io)
    : completedAnswer(await postRun(request, user, io));
}

/** Asks for a run and waits for its end. Throws when it is refused or fails. */
export async function completeRun(request: RunRequest, user: string, io: Io): Promise<void> {
  const { wrong } = completedAnswer(await postRun({ ...request, wait: true }, user, io));
  if (wrong !== undefined) throw new Error(wrong);
}

export const eventsPath = (runId: string): string => `/v1/runs/${runId}/events`;

async function watchRun(request: RunRequest, user: string, io: Io): Promise<Answer> {
  const socket = await io.ws(eventsPath(request.id), bearerOf(user));
  const [answer] = await Promise.all([
    followRun(request, socket, io),
    postRun({ ...request, wait: false }, user, io),
  ]);
  return answer;
}

/** Throws when the run is not taken. One that nobody waits for may have ended already. */
async function postRun(request: RunRequest, user: string, io: Io): Promise<HttpAnswer> {
  const answer = await io.http({
    method: 'POST',
    path: '/v1/runs',
    headers: { ...bearerOf(user), 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  if (answer.status === 200 || (answer.status === 202 && !request.wait)) return answer;
  throw new Error(`POST /v1/runs answered ${answer.status}: ${answer.text.slice(0, 200)}`);
}

function completedAnswer({ text }: HttpAnswer): Answer {
  const ended = JSON.parse(text) as { status?: unknown; stateHash?: unknown };
  if (ended.status === 'completed') return { digest: String(ended.stateHash) };
  return { digest: '', wrong: `the run is ${ended.status}: ${text.slice(0, 200)}` };
}
