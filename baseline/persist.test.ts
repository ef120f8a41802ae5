import * as assert from 'uvu/assert';
import { insertRun, persistSuite, stateOf, stepRow } from '../runtime/suites/persist.suite.ts';
import { openConnections } from './connections.ts';
import { createPersister } from './persist.ts';

const test = persistSuite('baseline persist', createPersister, openConnections);

const versionsOf = 'select version from snapshots where run_id = $1 order by version';

test('saves the whole state at every change: the mistake', async ({ connections, database }) => {
  await insertRun(database, 'every');
  const run = createPersister({ connections, serialize: JSON.stringify })('every');
  for (const step of ['a', 'b', 'c']) {
    await run.step(stepRow(step), stateOf(step));
    await run.step(stepRow(step, { status: 'completed' }), stateOf(step));
  }
  await run.finish({ status: 'completed', stateHash: 'h', reason: null }, stateOf('final'));
  assert.is((await database.rows(versionsOf, ['every'])).length, 7);
  assert.is((await database.rows('select from journal where run_id = $1', ['every'])).length, 7);
});

test('keeps the fifty newest snapshots of a run', async ({ connections, database }) => {
  await insertRun(database, 'long');
  const run = createPersister({ connections, serialize: JSON.stringify })('long');
  for (let change = 1; change <= 53; change++) await run.step(stepRow('a'), stateOf('on'));
  const versions = await database.rows<{ version: number }>(versionsOf, ['long']);
  assert.is(versions.length, 50);
  assert.is(versions[0]?.version, 4);
});

test('rejects the change that cannot be stored', async ({ connections }) => {
  const run = createPersister({ connections, serialize: JSON.stringify })('nobody');
  const error = await run.step(stepRow('a'), stateOf('1')).catch((reason) => reason);
  assert.is(error.code, '23503');
});

test.run();
