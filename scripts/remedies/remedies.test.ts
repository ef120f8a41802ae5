import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openConnections as openPool } from '../../optimized/connections.ts';
import type { Connections } from '../../runtime/concerns.ts';
import { connectionsSuite } from '../../runtime/suites/connections.suite.ts';
import { insertRun, stateOf, stepRow } from '../../runtime/suites/persist.suite.ts';
import { pipelineSuite } from '../../runtime/suites/pipeline.suite.ts';
import { snapshotSuite } from '../../runtime/suites/snapshot.suite.ts';
import { openTestDatabase, type TestDatabase } from '../../runtime/suites/test-database.ts';
import { snapshot } from './deep-copy.ts';
import { runPipeline } from './groups.ts';
import { createPersister } from './one-transaction.ts';
import { openConnections } from './overflow-pool.ts';

pipelineSuite('groups with a barrier', runPipeline).run();
snapshotSuite('deep copy', snapshot).run();
connectionsSuite('pool of 20 + 10', openConnections).run();

interface Context {
  database: TestDatabase;
  connections: Connections;
  transactions: number;
}

/** Not the suite of finding 5: what the audit asks for stores nothing while a step is running. */
const test = suite<Context>('one transaction');
test.before(async (context) => {
  context.database = await openTestDatabase();
  const opened = await openPool(context.database.url);
  const transaction: Connections['transaction'] = (work) => {
    context.transactions++;
    return opened.transaction(work);
  };
  context.connections = { ...opened, transaction };
});
test.before.each((context) => {
  context.transactions = 0;
});
test.after(async ({ database, connections }) => {
  await connections.close();
  await database.drop();
});

const completed = { status: 'completed', stateHash: 'h1', reason: null } as const;

test('saves the states of a group in one transaction when its last step has ended', async (context) => {
  await insertRun(context.database, 'group');
  const { connections } = context;
  const run = createPersister({ connections, serialize: JSON.stringify })('group');
  const names = ['a', 'b', 'c'];
  for (const name of names) await run.step(stepRow(name), stateOf('begun'));
  for (const name of names) {
    assert.is(context.transactions, 0);
    await run.step(stepRow(name, { status: 'completed' }), stateOf(name));
  }
  assert.is(context.transactions, 1);
  await run.finish(completed, stateOf('final'));
  assert.is(context.transactions, 2);
  const [stored] = await context.database.rows(
    `select status, state, state_hash,
            (select count(*)::int from snapshots where run_id = runs.id) as snapshots,
            (select count(*)::int from steps where run_id = runs.id and status = 'completed') as steps
     from runs where id = 'group'`,
  );
  assert.equal(stored, {
    ...{ status: 'completed', state: stateOf('final'), state_hash: 'h1', snapshots: 7, steps: 3 },
  });
});

test('stores nothing of a batch that cannot be stored whole', async ({ connections, database }) => {
  await insertRun(database, 'torn');
  const run = createPersister({ connections, serialize: JSON.stringify })('torn');
  await run.step(stepRow('a'), stateOf('1'));
  const broken = run.step(stepRow('a', { status: 'completed', result: '{"cut":' }), stateOf('2'));
  assert.is((await broken.catch((error) => error)).code, '22P02');
  assert.is((await run.finish(completed, stateOf('3')).catch((error) => error)).code, '22P02');
  assert.equal(await database.rows(`select status, state from runs where id = 'torn'`), [
    { status: 'running', state: null },
  ]);
});

test.run();
