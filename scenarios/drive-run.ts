/** Drives one run from its request to its end, watched or not. */
import type {
  Answer,
  HttpAnswer,
  HttpRequest,
  Io,
  PlannedOperation,
  Socket,
} from '../harness/index.ts';
import type { RunRequest } from '../runtime/run-request.ts';
import { followRun } from './follow-run.ts';
import { runIdOf, userOf } from './run-identity.ts';
import type { Storm } from './storm.ts';
import { bearerOf } from './token.ts';
import { runRequestOf, type Workload } from './workload.ts';

/** How the user of a run watches it. */
export interface Watching {
  /** Sockets that the user has open on other runs. Default none. */
  readonly otherTabs?: number | undefined;
  /** Sockets on an interactive run itself, all of which must see the same. Default 1. */
  readonly watchers?: number | undefined;
  /** Breaks the sockets of the runs, which then come back. */
  readonly storm?: Storm | undefined;
}

/**
 * One run of the workload. An interactive one is watched from before it is asked for, a background
 * one is awaited.
 */
export async function driveRun(
  workload: Workload,
  operation: PlannedOperation,
  io: Io,
  { otherTabs = 0, watchers = 1, storm }: Watching = {},
): Promise<Answer> {
  const asked = runRequestOf(workload, operation.key);
  const user = userOf(operation.key);
  const request = { ...asked, id: runIdOf(operation.key, io.arm) };
  const tabs = Array.from({ length: otherTabs }, (_, index) =>
    io.ws(eventsPath(`tab-${index + 1}-${request.id}`), bearerOf(user)),
  );
  await Promise.all(tabs);
  return request.mode === 'interactive'
    ? watchRun(request, user, io, watchers, storm)
    : awaitRun(request, user, io);
}

/** One run of the workload as a request that is answered when the run has ended. */
export function runCall(workload: Workload, runKey: string, arm: string): HttpRequest {
  const request = { ...runRequestOf(workload, runKey), id: runIdOf(runKey, arm), wait: true };
  return callOf(request, userOf(runKey));
}

/** Asks for a run and waits for its end over HTTP. Throws when it is refused. */
export const awaitRun = async (request: RunRequest, user: string, io: Io): Promise<Answer> =>
  completedAnswer(await postRun({ ...request, wait: true }, user, io));

export const eventsPath = (runId: string): string => `/v1/runs/${runId}/events`;

async function watchRun(
  request: RunRequest,
  user: string,
  io: Io,
  watchers: number,
  storm: Storm | undefined,
): Promise<Answer> {
  const connect = async (): Promise<Socket> => {
    const socket = await io.ws(eventsPath(request.id), bearerOf(user));
    storm?.takes(socket);
    return socket;
  };
  const comeBack = async (): Promise<Socket> => {
    const lostMs = io.now();
    const socket = await connect();
    io.sample('ws.reconnect', io.now() - lostMs);
    return socket;
  };
  const sockets = await Promise.all(Array.from({ length: watchers }, connect));
  const [, ...answers] = await Promise.all([
    postRun({ ...request, wait: false }, user, io),
    ...sockets.map((socket) => followRun(request, socket, io, storm && comeBack)),
  ]);
  return agreedOn(answers);
}

/** The answer of all watchers, or what is wrong with one of them. */
function agreedOn(answers: readonly Answer[]): Answer {
  const [first = { digest: '', wrong: 'nobody watched' }] = answers;
  const wrong = answers.find((answer) => answer.wrong !== undefined);
  if (wrong) return wrong;
  if (answers.every(({ digest }) => digest === first.digest)) return first;
  return { digest: '', wrong: 'the watchers of one run saw different events' };
}

/** Throws when the run is not taken. One that nobody waits for may have ended already. */
async function postRun(request: RunRequest, user: string, io: Io): Promise<HttpAnswer> {
  const answer = await io.http(callOf(request, user));
  if (answer.status === 200 || (answer.status === 202 && !request.wait)) return answer;
  throw new Error(`POST /v1/runs answered ${answer.status}: ${answer.text.slice(0, 200)}`);
}

const callOf = (request: RunRequest, user: string): HttpRequest => ({
  method: 'POST',
  path: '/v1/runs',
  headers: { ...bearerOf(user), 'content-type': 'application/json' },
  body: JSON.stringify(request),
});

function completedAnswer({ text }: HttpAnswer): Answer {
  const ended = JSON.parse(text) as { status?: unknown; stateHash?: unknown };
  if (ended.status === 'completed') return { digest: String(ended.stateHash) };
  return { digest: '', wrong: `the run is ${ended.status}: ${text.slice(0, 200)}` };
}
