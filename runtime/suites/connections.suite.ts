import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Connections, OpenConnections, Query } from '../concerns.ts';
import { eventually, openTestDatabase, type TestDatabase } from './test-database.ts';

export interface ConnectionsContext {
  database: TestDatabase;
  connections: Connections;
}

/** The server process behind a query: one for each connection. */
export async function backendPid(query: Query): Promise<number> {
  const { rows } = await query<{ pid: number }>('select pg_backend_pid() as pid, pg_sleep(0.01)');
  return rows[0]?.pid ?? 0;
}

/** What both implementations of finding 9 must do; the caller runs it. */
export function connectionsSuite(
  name: string,
  openConnections: OpenConnections,
): Test<ConnectionsContext> {
  const test = suite<ConnectionsContext>(name);
  test.before(async (context) => {
    context.database = await openTestDatabase();
    context.connections = await openConnections(context.database.url);
    await context.database.rows('create table kept (id int primary key, note text)');
  });
  test.after(async ({ database, connections }) => {
    await connections.close();
    await eventually('no connection is left open', async () => {
      return (await database.openConnections()) === 0;
    });
    await database.drop();
  });
  test.before.each(async ({ database }) => {
    await database.rows('truncate kept');
  });
  queryTests(test);
  transactionTests(test);
  faultTests(test, openConnections);
  return test;
}

function queryTests(test: Test<ConnectionsContext>): void {
  test('gives rows as JavaScript values of their types', async ({ connections }) => {
    const { rows, rowCount } = await connections.query(
      `select $1::int as i, $2::bigint as b, $3::jsonb as j, $4::text as t, $5::text[] as a,
              true as y, timestamptz '2026-01-02 03:04:05Z' as at, null as n, 0.5::float8 as f`,
      [7, '9007199254740993', '{"a":[1]}', 'é "quoted"', ['x,y', null]],
    );
    assert.is(rowCount, 1);
    assert.equal(rows, [
      {
        ...{ i: 7, b: '9007199254740993', j: { a: [1] }, t: 'é "quoted"', a: ['x,y', null] },
        ...{ y: true, at: new Date('2026-01-02T03:04:05Z'), n: null, f: 0.5 },
      },
    ]);
  });

  test('counts the rows that a statement changed', async ({ connections }) => {
    const insert = 'insert into kept select generate_series(1, 3)';
    assert.is((await connections.query(insert)).rowCount, 3);
    assert.is((await connections.query('delete from kept where id > 1')).rowCount, 2);
  });

  test('takes several statements in one text, and gives no rows for them', async ({
    connections,
    database,
  }) => {
    const both = await connections.query(
      'insert into kept values (1); insert into kept values (2)',
    );
    assert.equal(both, { rows: [], rowCount: 0 });
    assert.is((await database.rows('select from kept')).length, 2);
  });

  test('answers forty queries asked at once, each with its own', async ({ connections }) => {
    const asked = Array.from({ length: 40 }, (_, index) => index);
    const answers = await Promise.all(
      asked.map((index) => connections.query<{ n: number }>('select $1::int as n', [index])),
    );
    assert.equal(
      answers.map(({ rows }) => rows[0]?.n),
      asked,
    );
  });
}

function transactionTests(test: Test<ConnectionsContext>): void {
  test('commits a transaction and gives what its work gave', async ({ connections, database }) => {
    const given = await connections.transaction(async (query) => {
      await query('insert into kept values (1)');
      assert.is((await database.rows('select from kept')).length, 0);
      return 'done';
    });
    assert.is(given, 'done');
    assert.is((await database.rows('select from kept')).length, 1);
  });

  test('rolls back when the work throws, and rethrows that error', async ({
    connections,
    database,
  }) => {
    const fault = new Error('changed my mind');
    const result = connections.transaction(async (query) => {
      await query('insert into kept values (1)');
      throw fault;
    });
    assert.is(await result.catch((error: unknown) => error), fault);
    assert.is((await database.rows('select from kept')).length, 0);
  });

  test('rolls back when a statement fails, and says which error it was', async ({
    connections,
    database,
  }) => {
    const result = connections.transaction(async (query) => {
      await query('insert into kept values (1)');
      await query('insert into kept values (1)');
    });
    const error = await result.catch((reason: unknown) => reason);
    assert.is((error as { code?: string }).code, '23505');
    assert.is((await database.rows('select from kept')).length, 0);
  });

  test('runs a whole transaction on one connection, and two on two', async ({ connections }) => {
    const pids = () =>
      connections.transaction(async (query) => [await backendPid(query), await backendPid(query)]);
    const [[a, alsoA] = [], [b, alsoB] = []] = await Promise.all([pids(), pids()]);
    assert.is(a, alsoA);
    assert.is(b, alsoB);
    assert.is.not(a, b);
  });
}

function faultTests(test: Test<ConnectionsContext>, openConnections: OpenConnections): void {
  test('goes on after a statement that fails', async ({ connections }) => {
    const error = await connections.query('select * from nowhere').catch((reason) => reason);
    assert.is(error.code, '42P01');
    assert.is((await connections.query('select 1')).rowCount, 1);
  });

  test('rejects when its connection is lost in a transaction, and goes on', async ({
    connections,
    database,
  }) => {
    const result = connections.transaction(async (query) => {
      await query('insert into kept values (1)');
      await database.rows('select pg_terminate_backend($1)', [await backendPid(query)]);
      await query('insert into kept values (2)');
    });
    assert.instance(await result.catch((reason: unknown) => reason), Error);
    assert.is((await connections.query('select from kept')).rowCount, 0);
  });

  const unreachable: readonly (readonly [string, Partial<URL>, string])[] = [
    ['a database that is not there', { pathname: '/nowhere' }, '3D000'],
    ['a port that nobody listens on', { hostname: '127.0.0.1', port: '1' }, 'ECONNREFUSED'],
  ];
  for (const [what, change, code] of unreachable) {
    test(`rejects for ${what}, at the first query at the latest`, async ({ database }) => {
      const url = Object.assign(new URL(database.url), change).href;
      const asked = openConnections(url).then((opened) => opened.query('select 1'));
      const error = await asked.catch((reason: unknown) => reason);
      assert.is((error as { code?: string }).code, code);
    });
  }
}
