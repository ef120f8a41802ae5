import { setTimeout } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import type { Connections, Query } from '../runtime/concerns.ts';
import { insertRun, persistSuite, stateOf, stepRow } from '../runtime/suites/persist.suite.ts';
import { eventually } from '../runtime/suites/test-database.ts';
import { openConnections } from './connections.ts';
import { createPersister } from './persist.ts';

const test = persistSuite('optimized persist', createPersister, openConnections);
const end = { status: 'completed', stateHash: 'h', reason: null } as const;

/** The same connections, with something done before each query. */
function watched(connections: Connections, before: () => Promise<void>): Connections {
  const query: Query = async (text, values) => {
    await before();
    return connections.query(text, values);
  };
  return { ...connections, query };
}

test('stores a burst of changes and the end with one statement', async (context) => {
  await insertRun(context.database, 'burst');
  let statements = 0;
  const connections = watched(context.connections, async () => {
    statements++;
  });
  const run = createPersister({ connections, serialize: JSON.stringify })('burst');
  for (const step of ['a', 'b', 'c', 'd']) await run.step(stepRow(step), stateOf(step));
  await run.finish(end, stateOf('final'));
  assert.is(statements, 1);
  const stored = await context.database.rows('select from steps where run_id = $1', ['burst']);
  assert.is(stored.length, 4);
});

test('has at most one save of a run under way, and ends with the final one', async (context) => {
  await insertRun(context.database, 'slow');
  let underWay = 0;
  let most = 0;
  let saves = 0;
  const slow = watched(context.connections, async () => {
    most = Math.max(most, ++underWay);
    saves++;
    await setTimeout(400);
    underWay--;
  });
  const run = createPersister({ connections: slow, serialize: JSON.stringify })('slow');
  for (let change = 0; change < 12; change++) {
    await run.step(stepRow('a', { attempts: change }), stateOf(`${change}`));
    await setTimeout(50);
  }
  await run.finish(end, stateOf('final'));
  assert.is(most, 1);
  assert.ok(saves >= 2 && saves < 12, `${saves} saves`);
  const [stored] = await context.database.rows('select state from runs where id = $1', ['slow']);
  assert.equal(stored, { state: stateOf('final') });
});

test('makes up for a failed save with the final one', async (context) => {
  await insertRun(context.database, 'repaired');
  let saves = 0;
  const flaky = watched(context.connections, async () => {
    if (++saves === 1) throw new Error('connection refused');
  });
  const run = createPersister({ connections: flaky, serialize: JSON.stringify })('repaired');
  await run.step(stepRow('a', { status: 'completed' }), stateOf('1'));
  await eventually('the first save was tried', async () => saves === 1);
  await run.finish(end, stateOf('final'));
  const stored = await context.database.rows('select from steps where run_id = $1', ['repaired']);
  assert.is(stored.length, 1);
});

test('can be asked to finish again when the final save failed', async (context) => {
  await insertRun(context.database, 'again');
  let saves = 0;
  const flaky = watched(context.connections, async () => {
    if (++saves === 1) throw new Error('connection refused');
  });
  const run = createPersister({ connections: flaky, serialize: JSON.stringify })('again');
  await run.step(stepRow('a', { status: 'completed' }), stateOf('1'));
  assert.is(await run.finish(end, stateOf('2')).catch(String), 'Error: connection refused');
  await run.finish(end, stateOf('3'));
  const stored = await context.database.rows('select from steps where run_id = $1', ['again']);
  assert.is(stored.length, 1);
});

test('serialises before it asks for a connection', async (context) => {
  await insertRun(context.database, 'order');
  const order: string[] = [];
  const connections = watched(context.connections, async () => {
    order.push('connection');
  });
  const serialize = (state: unknown): string => {
    order.push('text');
    return JSON.stringify(state);
  };
  await createPersister({ connections, serialize })('order').finish(end, stateOf('final'));
  assert.equal(order, ['text', 'connection']);
});

test('keeps the fifty newest snapshots of a run, without the final state', async (context) => {
  const { connections, database } = context;
  await insertRun(database, 'long');
  await database.rows(
    `insert into snapshots (run_id, version, state)
     select 'long', version, '{}' from generate_series(-60, 0) as version`,
  );
  const versions = () =>
    database.rows('select version from snapshots where run_id = $1 order by version', ['long']);
  const run = createPersister({ connections, serialize: JSON.stringify })('long');
  await run.step(stepRow('a'), stateOf('1'));
  await eventually('it was saved', async () => (await versions()).length === 50);
  await run.finish(end, stateOf('final'));
  const kept = await versions();
  assert.equal([kept.length, kept.at(-1)], [50, { version: 1 }]);
});

test.run();
