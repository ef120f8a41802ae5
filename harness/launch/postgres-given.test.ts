import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exitCode, TandemError } from '../error.ts';
import { freePort } from './free-port.ts';
import { openPostgres, type PostgresServer } from './postgres.ts';
import { databaseName, withConnection } from './postgres-database.ts';

const test = suite<{ own: PostgresServer; url: string }>('PostgreSQL given by its URL');

test.before(async (context) => {
  context.own = await openPostgres({ databaseUrl: undefined, cores: null });
  context.url = await context.own.recreateDatabase('given');
});

test.after(({ own }) => own.stop());

async function failureOf(databaseUrl: string): Promise<TandemError> {
  try {
    await openPostgres({ databaseUrl, cores: null });
  } catch (error) {
    assert.instance(error, TandemError);
    if (error instanceof TandemError) return error;
  }
  throw new Error(`${databaseUrl} was accepted`);
}

const changed = (url: string, change: (url: URL) => void): string => {
  const copy = new URL(url);
  change(copy);
  return copy.href;
};

test('what is no URL of a PostgreSQL is a usage error that does not repeat it', async () => {
  for (const text of [
    'secret',
    'mysql://me:secret@127.0.0.1/x',
    'postgres://me:secret@host:port/x',
  ]) {
    const { code, message } = await failureOf(text);
    assert.is(code, exitCode.usage, message);
    assert.match(message, 'postgres://user:password@');
    assert.not.match(message, 'secret');
  }
});

test('a server that cannot be used makes the machine unfit, says why and keeps the password', async ({
  url,
}) => {
  const port = await freePort();
  await withConnection(url, (client) => client.query("create role guest login password 'secret'"));
  for (const [bad, why] of [
    [`postgres://me:secret@127.0.0.1:${port}/x`, 'ECONNREFUSED'],
    [`postgres://me:secret@localhost:${port}/x`, 'ECONNREFUSED'],
    ['postgres://me:secret@nowhere.invalid/x', 'nowhere.invalid'],
    [changed(url, (it) => (it.password = 'secret')), 'password authentication failed'],
    [changed(url, (it) => (it.pathname = '/absent')), 'database "absent" does not exist'],
    [
      changed(url, (it) => Object.assign(it, { username: 'guest', password: 'secret' })),
      'does not let guest create databases',
    ],
  ] as const) {
    const { code, message } = await failureOf(bad);
    assert.is(code, exitCode.notFit, message);
    assert.match(message, why);
    assert.match(message, 'unset DATABASE_URL');
    assert.not.match(message, 'secret');
  }
});

test('a given server gets databases of ours, and loses them at the end', async ({ url }) => {
  const given = await openPostgres({ databaseUrl: url, cores: null });
  assert.is(given.origin, 'given');
  const made = await given.recreateDatabase('baseline+retry');
  const name = await withConnection(made, async (client) => {
    const { rows } = await client.query('select current_database() as name');
    return rows[0].name;
  });
  assert.is(name, databaseName('baseline+retry'));
  await given.checkpoint();
  assert.is(given.cpuMs(), null);
  await given.stop();
  const left = await withConnection(url, (client) =>
    client.query('select from pg_database where datname = $1', [name]),
  );
  assert.is(left.rowCount, 0);
});

test('a name that PostgreSQL would cut or drivers would misread is changed, and stays unique', () => {
  const long = `baseline${'+retry'.repeat(14)}`;
  const names = [long, `${long}+auth`, 'baseline+retry', 'baseline-retry', 'baseline_retry'];
  const made = names.map(databaseName);
  assert.is(new Set(made).size, names.length);
  for (const name of made) assert.match(name, /^tandem_[\w-]{1,56}$/);
  assert.is(databaseName('optimized-retry'), 'tandem_optimized-retry');
});

test.run();
