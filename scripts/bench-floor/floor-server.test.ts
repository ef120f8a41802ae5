import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseEnvironment } from '../../runtime/environment.ts';
import type { RunRequest } from '../../runtime/run-request.ts';
import { type FakeAnswer, type FakeCall, startFakeModel } from '../../runtime/suites/fake-model.ts';
import { openTestDatabase, type TestDatabase } from '../../runtime/suites/test-database.ts';
import { call, startTestServer, testVariables, tokenOf } from '../../runtime/suites/test-server.ts';
import { watchRun } from '../../runtime/suites/test-watcher.ts';
import { eventsDigest, orderFault } from '../../scenarios/critical-events.ts';
import { runRequestOf } from '../../scenarios/workload.ts';
import { standardWorkload } from '../../scenarios/workloads.ts';
import { fixNames, mixConcerns } from '../mix.ts';
import { startFloor } from './floor-server.ts';

const test = suite('the floor runtime');

/** One refusal, as the standard workload has them. */
function answerOf({ step, attempt }: FakeCall): FakeAnswer {
  if (step === 'corpus' && attempt === 0) return { kind: 'status', status: 429, retryAfterMs: 3 };
  return { kind: 'text', text: `${step}: a text with “quotes”, 😀 and ümlauts. `.repeat(20) };
}

interface Trace {
  readonly prompts: readonly string[];
  readonly rows: readonly unknown[];
  readonly answer: unknown;
  readonly events: string;
}

const requests: readonly RunRequest[] = [
  { ...runRequestOf(standardWorkload, 'background-run'), mode: 'background' },
  { ...runRequestOf(standardWorkload, 'watched-run'), mode: 'interactive', wait: false },
];
const [background, watched] = requests as [RunRequest, RunRequest];

async function traceOf(
  port: number,
  database: TestDatabase,
  calls: readonly FakeCall[],
): Promise<Trace> {
  const token = tokenOf('ann');
  const post = (body: RunRequest) => call(port, token, '/v1/runs', { method: 'POST', body });
  const watcher = await watchRun(port, token, watched.id);
  const accepted = await post(watched);
  assert.equal([accepted.status, accepted.body['status']], [202, 'running']);
  await watcher.first('run.completed');
  await watcher.close();
  const critical = watcher.received.flatMap((message) => {
    if (!('run' in message) || message.type === 'token' || message.type === 'state.changed')
      return [];
    const { run: _run, seq: _seq, at: _at, ...event } = message;
    return [event];
  });
  assert.is(orderFault(watched.steps, critical), null);
  const answer = (await post(background)).body;
  return {
    prompts: calls
      .map(({ runId, step, attempt, prompt }) => [runId, step, attempt, prompt].join(' '))
      .sort(),
    rows: [
      ...(await database.rows(
        'select id, user_id, mode, status, request, state, state_hash, reason from runs order by id',
      )),
      ...(await database.rows('select * from steps order by run_id, position')),
    ],
    answer,
    events: eventsDigest(critical),
  };
}

async function floorTrace(): Promise<Trace> {
  const database = await openTestDatabase();
  const model = await startFakeModel(answerOf);
  const floor = await startFloor(parseEnvironment(testVariables(database.url, model.url)));
  try {
    return await traceOf(floor.port, database, model.calls);
  } finally {
    await floor.close();
    await model.close();
    await database.drop();
  }
}

async function optimizedTrace(): Promise<Trace> {
  const server = await startTestServer(mixConcerns(fixNames), { answer: answerOf });
  try {
    return await traceOf(server.port, server.database, server.model.calls);
  } finally {
    await server.close();
  }
}

test('it asks the model the same and leaves the same answer, rows and events as the optimized runtime', async () => {
  const floor = await floorTrace();
  assert.equal(floor, await optimizedTrace());
  assert.is(floor.prompts.length, 2 * (9 + 1));
  assert.is(floor.rows.length, 2 * (1 + 9));
});

test.run();
