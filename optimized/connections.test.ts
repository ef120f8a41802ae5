import * as assert from 'uvu/assert';
import { backendPid, connectionsSuite } from '../runtime/suites/connections.suite.ts';
import { eventually, openTestDatabase } from '../runtime/suites/test-database.ts';
import { openConnections } from './connections.ts';

const test = connectionsSuite('optimized connections', openConnections);

test('has four connections before the first query', async () => {
  const database = await openTestDatabase();
  const connections = await openConnections(database.url);
  assert.is(await database.openConnections(), 4);
  await connections.close();
  await database.drop();
});

test('uses a connection again', async ({ connections }) => {
  const pids = new Set<number>();
  for (let query = 0; query < 20; query++) pids.add(await backendPid(connections.query));
  assert.ok(pids.size <= 10, `${pids.size} connections for 20 queries`);
});

test('never opens more than ten, however many queries wait', async ({ connections }) => {
  const asked = Array.from({ length: 40 }, () => backendPid(connections.query));
  assert.is(new Set(await Promise.all(asked)).size, 10);
});

test('replaces idle connections that the server closed', async ({ connections, database }) => {
  await database.rows(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1`,
    [new URL(database.url).searchParams.get('application_name')],
  );
  await eventually('the pool has noticed', async () => (await database.openConnections()) === 0);
  await eventually('a query works', async () => {
    const worked = connections.query('select 1').then(
      () => true,
      () => false,
    );
    return worked;
  });
});

test('ends a statement that runs for more than 30 s', async ({ connections }) => {
  const { rows } = await connections.query<{ limit: string }>(
    `select current_setting('statement_timeout') as limit`,
  );
  assert.equal(rows, [{ limit: '30s' }]);
});

test.run();
