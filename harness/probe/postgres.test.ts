import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openPostgres, type PostgresServer } from '../launch/postgres.ts';
import { rowsOf } from './postgres-client.ts';
import type { ProbeLine } from './probe-line.ts';
import { startProbed } from './probed-script.ts';

const test = suite('postgres under the probe');

let postgres: PostgresServer | null = null;
let databaseUrl = '';
test.before(async () => {
  const given = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'];
  postgres = await openPostgres({ databaseUrl: given, cores: null });
  databaseUrl = await postgres.recreateDatabase('probe');
});
test.after(() => postgres?.stop());

const imports = {
  mjs: "import { once } from 'node:events'; import pg, { Client, Pool } from 'pg';",
  cjs: "const { once } = require('node:events'); const pg = require('pg'); const { Client, Pool } = pg;",
} as const;

/** Runs it to its end and gives its exit code and its last line: all that it did. */
async function run(kind: 'mjs' | 'cjs', body: string, url = databaseUrl) {
  const source = `${imports[kind]}
    const connectionString = process.env.DATABASE_URL;
    const main = async () => {${body}};
    main();`;
  const script = startProbed(kind, source, { DATABASE_URL: url });
  try {
    const ended = await script.ended;
    const lines = script.lines();
    return { ended, lines, last: lines.at(-1) };
  } finally {
    await script.remove();
  }
}

const highest = (lines: readonly ProbeLine[], name: 'poolInUseMax' | 'poolWaitingMax'): number =>
  Math.max(...lines.map((line) => line[name]));

const expectation =
  "const expect = (is, ...given) => { if (!is) throw new Error('unexpected ' + given); };";

/** One connection and 12 statements: an error, a rollback, an empty one and a double one among them. */
const everyForm = `${expectation}
  const pool = new Pool({ connectionString, max: 1 });
  const five = await pool.query('select generate_series(1, 5) as n');
  expect(five.rows.length === 5 && five.rows[4].n === 5, five.rows);
  await new Promise((done) => {
    const nothing = pool.query('select $1::int as n', [3], (error, result) => {
      expect(!error && result.rows[0].n === 3, error);
      done();
    });
    expect(nothing === undefined, 'a promise beside the callback');
  });
  const client = await pool.connect();
  await client.query('begin');
  await client.query('create temp table t (n int)');
  await client.query('insert into t select generate_series(1, 2)');
  await client.query({ text: 'update t set n = n + $1 returning n', values: [1] });
  const refused = await client.query('select nope').catch((error) => error);
  expect(refused.code === '42703', refused);
  await client.query('rollback');
  const submitted = client.query(new pg.Query('select generate_series(1, 3)'));
  expect(submitted instanceof pg.Query, submitted);
  await once(submitted, 'end');
  client.release();
  await new Promise((done) => {
    pool.connect((error, held, release) => {
      expect(!error && release === held.release, 'release');
      held.query({ name: 'named', text: 'select 1' }, (failure, result) => {
        expect(!failure && result.rowCount === 1, failure);
        release();
        done();
      });
    });
  });
  const both = await pool.query('select 1; select generate_series(1, 3)');
  expect(both.length === 2, both);
  await pool.query('');
  await pool.end();`;

for (const kind of ['mjs', 'cjs'] as const) {
  test(`every form of query (.${kind}) answers as ever and counts once`, async () => {
    const { ended, lines, last } = await run(kind, everyForm);
    assert.is(ended, 0);
    assert.is(last?.connects, 1);
    assert.is(last?.statements, 12);
    assert.is(last?.rows, 5 + 1 + 2 + 2 + 3 + 1 + 1 + 3);
    assert.is(lines.flatMap(({ poolWaitsUs }) => poolWaitsUs).length, 6);
    assert.is(highest(lines, 'poolInUseMax'), 1);
  });
}

test('who waits for a pool of one waits as long as it is held', async () => {
  const { ended, lines } = await run(
    'mjs',
    `const pool = new pg.Pool({ connectionString, max: 1 });
    const held = await pool.connect();
    const asked = [1, 2, 3].map((n) => pool.query('select ' + n));
    setTimeout(() => held.release(), 300);
    await Promise.all(asked);
    await pool.end();`,
  );
  const waits = lines.flatMap(({ poolWaitsUs }) => poolWaitsUs).slice(1);
  assert.is(ended, 0);
  assert.is(waits.length, 3);
  assert.ok(Math.min(...waits) >= 295_000, `${waits}`);
  assert.is(highest(lines, 'poolInUseMax'), 1);
  assert.is(highest(lines, 'poolWaitingMax'), 3);
});

const inFirst = ({ statements }: ProbeLine) => statements <= 3;

test('callers whom idle connections are about to serve do not count as waiting', async () => {
  const { lines } = await run(
    'cjs',
    `const pool = new Pool({ connectionString, max: 3 });
    const three = () => Promise.all([1, 2, 3].map(() => pool.query('select pg_sleep(0.02)')));
    await three();
    await new Promise((done) => setTimeout(done, 600));
    await three();
    await pool.end();`,
  );
  const [cold, warm] = [lines.filter(inFirst), lines.filter((line) => !inFirst(line))];
  assert.is(lines.at(-1)?.connects, 3);
  assert.is(Math.max(...lines.map(({ poolIdle }) => poolIdle)), 3);
  assert.is(lines.at(-1)?.poolIdle, 0);
  assert.is(highest(cold, 'poolWaitingMax'), 3);
  assert.is(highest(warm, 'poolWaitingMax'), 0);
  assert.is(highest(warm, 'poolInUseMax'), 3);
});

test('clients below no pool wait for their connect and are in use until they end', async () => {
  const { ended, lines, last } = await run(
    'mjs',
    `const clients = [1, 2].map(() => new Client({ connectionString }));
    await Promise.all(clients.map((client) => client.connect()));
    await clients[0].query('select 1');
    await Promise.all(clients.map((client) => client.end()));
    await new Promise((done) => setTimeout(done, 600));
    const third = new Client({ connectionString });
    await new Promise((done) => third.connect(done));
    third.end();`,
  );
  assert.is(ended, 0);
  assert.is(last?.connects, 3);
  assert.is(last?.statements, 1);
  const waits = lines.flatMap(({ poolWaitsUs }) => poolWaitsUs);
  assert.is(waits.length, 3);
  assert.ok(Math.min(...waits) > 100, `${waits}`);
  assert.is(highest(lines, 'poolInUseMax'), 2);
  const third = lines.filter(({ connects }) => connects === 3);
  assert.is(highest(third, 'poolInUseMax'), 1);
});

test('a refused connection is none, and an unhandled rejection still ends the process', async () => {
  const nowhere = 'postgres://nobody@127.0.0.1:1/nothing';
  const handled = await run(
    'mjs',
    `${expectation}
    const pool = new Pool({ connectionString });
    for (const attempt of [pool.query('select 1'), pool.connect(), new Client({ connectionString }).connect()]) {
      const error = await attempt.catch((reason) => reason);
      expect(error.code === 'ECONNREFUSED', error);
    }`,
    nowhere,
  );
  assert.is(handled.ended, 0);
  assert.is(handled.last?.connects, 0);
  assert.is(handled.last?.poolInUseMax, 0);
  assert.equal(handled.last?.poolWaitsUs, []);
  const unhandled = await run(
    'cjs',
    `process.on('unhandledRejection', () => process.exit(9));
    new Pool({ connectionString }).connect();
    setTimeout(() => {}, 5000);`,
    nowhere,
  );
  assert.is(unhandled.ended, 9);
});

test('bytes to and from the database are those that a proxy in between sees', async () => {
  const proxy = await openProxy(databaseUrl);
  try {
    const { ended, last } = await run(
      'mjs',
      `const pool = new Pool({ connectionString, max: 2 });
      await Promise.all([1, 2, 3].map(() => pool.query("select repeat('x', 50000)")));
      await pool.query('select $1::text', ['y'.repeat(30000)]);
      await pool.end();
      await new Promise((done) => setTimeout(done, 100));`,
      proxy.url,
    );
    assert.is(ended, 0);
    // All that it was sent has been counted when its connections have closed.
    await new Promise((done) => proxy.server.close(done));
    assert.ok(proxy.bytes() > 180_000);
    assert.is(last?.databaseBytes, proxy.bytes());
  } finally {
    proxy.server.close();
  }
});

/** Passes everything on, and counts it. */
async function openProxy(target: string) {
  const { port, hostname } = new URL(target);
  let bytes = 0;
  const pass = (from: Socket, to: Socket) => {
    from.on('data', (chunk) => {
      bytes += chunk.length;
    });
    from.on('error', () => to.destroy());
    from.pipe(to);
  };
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    pass(near, far);
    pass(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return { server, url: url.href, bytes: () => bytes };
}

const tags = [
  ['SELECT 5', 5],
  ['INSERT 0 3', 3],
  ['UPDATE 0', 0],
  ['COPY 12', 12],
  ['BEGIN', 0],
  ['CREATE TABLE', 0],
  ['', 0],
] as const;

for (const [tag, rows] of tags) {
  test(`the command tag "${tag}" tells ${rows} rows`, () => assert.is(rowsOf(tag), rows));
}

test.run();
