import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CriticalEvent, RunMessage } from '../runtime/run-event.ts';
import type { RunRequest } from '../runtime/run-request.ts';
import type { FakeAnswer, FakeCall } from '../runtime/suites/fake-model.ts';
import {
  runOf,
  startTestServer,
  stepOf,
  type TestServer,
  tokenOf,
} from '../runtime/suites/test-server.ts';
import { watchRun } from '../runtime/suites/test-watcher.ts';
import { type FixName, fixNames, mixConcerns } from './mix.ts';

/**
 * The same runs on 62 of the 2^14 mixes: nothing and everything fixed, each fix alone, each left
 * out, and 32 drawn with a fixed seed. Whatever is fixed, what is left behind must be the same.
 */
const test = suite('equivalence');

const without = (left: FixName) => fixNames.filter((name) => name !== left);

const mixes: readonly (readonly [name: string, fixes: readonly FixName[]])[] = [
  ['nothing fixed', []],
  ['everything fixed', fixNames],
  ...fixNames.map((name) => [`only ${name} fixed`, [name]] as const),
  ...fixNames.map((name) => [`all but ${name} fixed`, without(name)] as const),
  ...drawMixes(32, 20_240_607),
];

/** Numerical Recipes' linear congruential generator: its upper bits are random enough to choose by. */
function drawMixes(count: number, seed: number): (readonly [string, readonly FixName[]])[] {
  let state = seed;
  const isHeads = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state > 2 ** 31;
  };
  return Array.from({ length: count }, () => {
    const fixes = fixNames.filter(isHeads);
    return [`${fixes.join('+')} fixed`, fixes] as const;
  });
}

const tool = (name: string, records: number) => ({ name, latencyMs: 1, records });

const steps = [
  stepOf('report', { dependsOn: ['join', 'data'] }),
  stepOf('triage', { prompt: 'Größe – "quoted"\n\u2028' }),
  stepOf('data', { dependsOn: ['triage'], dataset: { rows: 700, seed: 3 } }),
  stepOf('busy', { dependsOn: ['triage'], tools: [tool('find', 3), tool('read', 2)] }),
  stepOf('large', { dependsOn: ['triage'], model: false, tools: [tool('dump', 200)] }),
  stepOf('join', { dependsOn: ['busy', 'large'] }),
];

/** Two refusals for `busy`; in the background run, `join` fails for good. */
function answerOf({ runId, step, attempt }: FakeCall): FakeAnswer {
  if (step === 'busy' && attempt < 2) return { kind: 'status', status: 429, retryAfterMs: 3 };
  if (step === 'join' && runId === 'fails') return { kind: 'status', status: 503 };
  return { kind: 'text', text: `${step}: a text with “quotes”, 😀 and ümlauts. `.repeat(9) };
}

const interactive = runOf('watched', { mode: 'interactive', wait: false, steps });
const background = runOf('background', { steps });
const failing = runOf('fails', { steps });

/** What a mix leaves behind; equal text means equal. */
async function traceOf(fixes: readonly FixName[]): Promise<string> {
  const server = await startTestServer(mixConcerns(fixes), { answer: answerOf });
  try {
    const [events, ended, failed] = await Promise.all([
      criticalEvents(server, interactive),
      server.post('bob', background),
      server.post('eve', failing),
    ]);
    const rows = await storedRows(server);
    return JSON.stringify({ events, ended: ended.body, failed: failed.body, rows }, null, 1);
  } finally {
    await server.close();
  }
}

async function criticalEvents(server: TestServer, request: RunRequest): Promise<CriticalEvent[]> {
  const watcher = await watchRun(server.port, tokenOf('ann'), request.id);
  await server.post('ann', request);
  await watcher.first('run.completed');
  await watcher.close();
  const events = (watcher.received as RunMessage[]).flatMap(
    ({ run: _run, at: _at, seq, ...event }) => (seq === undefined ? [] : [event as CriticalEvent]),
  );
  checkOrder(events);
  return events.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** A run starts first and ends last; within a step and along the dependencies, order holds. */
function checkOrder(events: readonly CriticalEvent[]): void {
  const told = events.map((event) =>
    'step' in event ? `${event.type} ${event.step}` : event.type,
  );
  const before = (earlier: string, later: string) =>
    assert.ok(told.indexOf(earlier) < told.indexOf(later), `${earlier} before ${later}`);
  assert.is(told[0], 'run.started');
  assert.is(told.at(-1), 'run.completed');
  for (const { name, dependsOn } of steps) {
    before(`step.started ${name}`, `step.completed ${name}`);
    for (const need of dependsOn) before(`step.completed ${need}`, `step.started ${name}`);
  }
  before('step.started busy', 'tool.completed busy');
  before('tool.completed busy', 'step.completed busy');
}

async function storedRows({ database }: TestServer): Promise<readonly unknown[]> {
  const runs = await database.rows(
    'select id, user_id, mode, status, request, state, state_hash, reason from runs order by id',
  );
  const rows = await database.rows('select * from steps order by run_id, position');
  return [...runs, ...rows];
}

/** Mostly a trace waits for the database, so those of the next mixes are under way meanwhile. */
const ahead = 3;
const traces = new Map<number, Promise<string>>();

function trace(index: number): Promise<string> {
  for (const [next, [, fixes]] of mixes.slice(0, index + 1 + ahead).entries()) {
    if (traces.has(next)) continue;
    const begun = traceOf(fixes);
    // Whose turn it is hears of a failure; until then it must not count as unhandled.
    begun.catch(() => {});
    traces.set(next, begun);
  }
  return traces.get(index) ?? Promise.reject(new Error(`there is no mix ${index}`));
}

test('a run and its rows are as the request says when nothing is fixed', async () => {
  const { events, ended, failed, rows } = JSON.parse(await trace(0));
  assert.is(events.length, 2 + 2 * steps.length + 3);
  assert.is(ended.status, 'completed');
  assert.is(failed.reason, 'join failed: the model answered 503');
  assert.is(rows.length, 3 + 3 * steps.length);
});

for (const [index, [name]] of mixes.entries()) {
  test(`${name}: the same rows, states and critical events as with nothing fixed`, async () => {
    assert.is(await trace(index), await trace(0));
  });
}

test.run();
