import * as fc from 'fast-check';
import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { AgentState } from '../agent-state.ts';
import type { Connections, CreatePersister, OpenConnections, StepRow } from '../concerns.ts';
import { awkwardText, sampleResult, stateAfter } from './sample-state.ts';
import { eventually, openTestDatabase, type TestDatabase } from './test-database.ts';

export interface PersistContext {
  database: TestDatabase;
  connections: Connections;
}

/** A state that can be told from others by its summary. */
export function stateOf(summary: string): AgentState {
  return { ...stateAfter(2, [sampleResult(0)]), summary };
}

/** A step that began; its result is not there yet. */
export function stepRow(step: string, changes: Partial<StepRow> = {}): StepRow {
  return { step, position: 0, status: 'running', attempts: 1, result: null, ...changes };
}

/** The row of a run that has just been accepted. */
export async function insertRun(database: TestDatabase, runId: string): Promise<void> {
  const insert = `insert into runs (id, user_id, mode, request) values ($1, 'u', 'background', '{}')`;
  await database.rows(insert, [runId]);
}

const completed = { status: 'completed', stateHash: 'h1', reason: null } as const;

interface StoredRun {
  readonly status: string;
  readonly state: AgentState | null;
  readonly state_hash: string | null;
  readonly reason: string | null;
}

async function storedRun(database: TestDatabase, runId: string): Promise<StoredRun | undefined> {
  const select = 'select status, state, state_hash, reason from runs where id = $1';
  return (await database.rows<StoredRun>(select, [runId]))[0];
}

/** As `StepRow`s, in the order of their names; a result is text again, as JavaScript writes it. */
async function storedSteps(database: TestDatabase, runId: string): Promise<StepRow[]> {
  const select = `select step, position, status, attempts, result from steps
                  where run_id = $1 order by step collate "C"`;
  const rows = await database.rows<StepRow & { result: unknown }>(select, [runId]);
  return rows.map((row) => ({
    ...row,
    result: row.result === null ? null : JSON.stringify(row.result),
  }));
}

/** What both implementations of finding 5 must do; the caller runs it. */
export function persistSuite(
  name: string,
  createPersister: CreatePersister,
  openConnections: OpenConnections,
): Test<PersistContext> {
  const test = suite<PersistContext>(name);
  test.before(async (context) => {
    context.database = await openTestDatabase();
    context.connections = await openConnections(context.database.url);
  });
  test.after(async ({ database, connections }) => {
    await connections.close();
    await database.drop();
  });
  const begin = async ({ database, connections }: PersistContext, runId: string) => {
    await insertRun(database, runId);
    return createPersister({ connections, serialize: JSON.stringify })(runId);
  };
  endTests(test, begin);
  changeTests(test, begin);
  overlapTests(test, begin);
  return test;
}

type Begin = (
  context: PersistContext,
  runId: string,
) => Promise<ReturnType<ReturnType<CreatePersister>>>;

function endTests(test: Test<PersistContext>, begin: Begin): void {
  test('has stored how a run ended when finish resolves', async (context) => {
    const run = await begin(context, 'ended');
    await run.finish(completed, stateOf('final'));
    assert.equal(await storedRun(context.database, 'ended'), {
      ...{ status: 'completed', state: stateOf('final'), state_hash: 'h1', reason: null },
    });
  });

  test('stores why a run failed', async (context) => {
    const run = await begin(context, 'failed');
    await run.step(stepRow('a'), stateOf('1'));
    await run.step(stepRow('a', { status: 'failed', attempts: 3 }), stateOf('2'));
    await run.finish({ status: 'failed', stateHash: 'h2', reason: `it's "over"` }, stateOf('3'));
    const stored = await storedRun(context.database, 'failed');
    assert.is(stored?.status, 'failed');
    assert.is(stored?.reason, `it's "over"`);
    assert.equal(await storedSteps(context.database, 'failed'), [
      stepRow('a', { status: 'failed', attempts: 3 }),
    ]);
  });

  test('stores nothing of a change or an end that cannot be stored whole', async (context) => {
    const run = await begin(context, 'torn');
    const broken = stepRow('a', { result: '{"cut":' });
    const ended = (async () => {
      await run.step(broken, stateOf('1'));
      await run.finish(completed, stateOf('2'));
    })();
    assert.is((await ended.catch((error) => error)).code, '22P02');
    assert.equal(await storedSteps(context.database, 'torn'), []);
    assert.equal(await storedRun(context.database, 'torn'), {
      ...{ status: 'running', state: null, state_hash: null, reason: null },
    });
  });
}

const anyChange: fc.Arbitrary<StepRow> = fc.record(
  {
    step: fc.constantFrom('a', 'b', 'c', 'step-with-a-long-name'),
    position: fc.nat(20),
    status: fc.constantFrom('running', 'completed', 'failed', 'skipped'),
    attempts: fc.nat(3),
    result: fc.option(awkwardText.map((text) => JSON.stringify({ text }))),
  },
  { noNullPrototype: true },
);

function changeTests(test: Test<PersistContext>, begin: Begin): void {
  test('has the last row of each step, whatever the changes and their text', async (context) => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyChange, { maxLength: 8 }), awkwardText, async (rows, text) => {
        const runId = `changed-${runs++}`;
        const run = await begin(context, runId);
        for (const row of rows) await run.step(row, stateOf('on the way'));
        await run.finish(completed, stateOf(text));

        const last = new Map(rows.map((row) => [row.step, row]));
        const expected = [...last.values()].sort((a, b) => (a.step < b.step ? -1 : 1));
        assert.equal(await storedSteps(context.database, runId), expected);
        assert.equal((await storedRun(context.database, runId))?.state, stateOf(text));
      }),
      { numRuns: 20 },
    );
  });
}

function overlapTests(test: Test<PersistContext>, begin: Begin): void {
  test('takes changes of steps that run at once', async (context) => {
    const run = await begin(context, 'at-once');
    const names = ['a', 'b', 'c', 'd'];
    for (const status of ['running', 'completed'] as const) {
      await Promise.all(names.map((each) => run.step(stepRow(each, { status }), stateOf(status))));
    }
    await run.finish(completed, stateOf('final'));
    assert.equal(
      await storedSteps(context.database, 'at-once'),
      names.map((each) => stepRow(each, { status: 'completed' })),
    );
    assert.equal((await storedRun(context.database, 'at-once'))?.state, stateOf('final'));
  });

  test('stores changes while the run goes on', async (context) => {
    const run = await begin(context, 'going-on');
    await run.step(stepRow('a'), stateOf('begun'));
    await eventually('the change is stored', async () => {
      return (await storedSteps(context.database, 'going-on')).length === 1;
    });
    const stored = await storedRun(context.database, 'going-on');
    assert.is(stored?.status, 'running');
    assert.equal(stored?.state, stateOf('begun'));
    await run.finish(completed, stateOf('final'));
  });

  test('keeps two runs apart', async (context) => {
    const [one, two] = [await begin(context, 'one'), await begin(context, 'two')];
    await one.step(stepRow('a', { attempts: 1 }), stateOf('1'));
    await two.step(stepRow('a', { attempts: 2 }), stateOf('2'));
    await Promise.all([one.finish(completed, stateOf('1')), two.finish(completed, stateOf('2'))]);
    assert.is((await storedRun(context.database, 'one'))?.state?.summary, '1');
    assert.equal(await storedSteps(context.database, 'two'), [stepRow('a', { attempts: 2 })]);
  });
}
