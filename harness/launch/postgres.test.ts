import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import pg from 'pg';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openPostgres, type PostgresServer } from './postgres.ts';
import { withConnection } from './postgres-database.ts';

const test = suite<{ server: PostgresServer; url: string }>('PostgreSQL of our own');

test.before(async (context) => {
  context.server = await openPostgres({ databaseUrl: undefined, cores: null });
  context.url = await context.server.recreateDatabase('test');
});

test.after(({ server }) => server.stop());

const evaluated = (url: string, expression: string): Promise<unknown> =>
  withConnection(url, async (client) => {
    const { rows } = await client.query(`select ${expression} as value`);
    return rows[0].value;
  });

test('it is durable, local and sized as the design says', async ({ server, url }) => {
  assert.is(
    await evaluated(url, "split_part(current_setting('server_version'), ' ', 1)"),
    server.version,
  );
  for (const [setting, value] of [
    ['fsync', 'on'],
    ['synchronous_commit', 'on'],
    ['listen_addresses', '127.0.0.1'],
    ['unix_socket_directories', ''],
    ['max_connections', '200'],
    ['shared_buffers', '128MB'],
    ['password_encryption', 'scram-sha-256'],
    ['server_encoding', 'UTF8'],
  ] as const) {
    assert.is(await evaluated(url, `current_setting('${setting}')`), value, setting);
  }
});

test('a wrong password is refused by SCRAM', async ({ url }) => {
  const wrong = new URL(url);
  wrong.password = 'wrong';
  const client = new pg.Client(wrong.href);
  await client.connect().then(
    () => assert.unreachable('a wrong password was accepted'),
    (error: Error & { code?: string }) => assert.is(error.code, '28P01'),
  );
  const methods = "(select string_agg(distinct auth_method, ' ') from pg_hba_file_rules)";
  assert.is(await evaluated(url, methods), 'scram-sha-256');
});

test('a database is made anew, even while someone works in the old one', async ({ server }) => {
  const url = await server.recreateDatabase('twice');
  const old = new pg.Client(url);
  const cut = new Promise((resolve) => old.on('error', resolve));
  await old.connect();
  await old.query('create table leftover ()');
  assert.is(await server.recreateDatabase('twice'), url);
  await cut;
  assert.is(await evaluated(url, "to_regclass('leftover')"), null);
});

test('its CPU time includes connections that have ended', async ({ server, url }) => {
  await server.checkpoint();
  const before = server.cpuMs();
  if (process.platform !== 'linux') {
    assert.is(before, null);
    return;
  }
  const work = '(select count(*)::int from generate_series(1, 1500000))';
  assert.is(await evaluated(url, work), 1_500_000);
  const after = server.cpuMs();
  assert.ok(before !== null && after !== null && after - before > 20, `${before} to ${after}`);
});

test('nothing remains of it when it is stopped, and stopping twice is harmless', async () => {
  const server = await openPostgres({ databaseUrl: undefined, cores: null });
  const url = await server.recreateDatabase('short');
  const folder = String(await evaluated(url, "current_setting('data_directory')"));
  assert.ok(existsSync(folder) && server.alive());
  await Promise.all([server.stop(), server.stop()]);
  assert.not.ok(server.alive());
  assert.not.ok(existsSync(folder));
  const code = await new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => resolve('connected'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
  assert.is(code, 'ECONNREFUSED');
});

test.run();
