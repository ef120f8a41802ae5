import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type FakeModel, startFakeModel } from '../runtime/suites/fake-model.ts';
import {
  eventually,
  openTestDatabase,
  type TestDatabase,
} from '../runtime/suites/test-database.ts';
import { call, runOf, stepOf, testVariables, tokenOf } from '../runtime/suites/test-server.ts';

const test = suite('serve');

let database: TestDatabase;
let model: FakeModel;

test.before(async () => {
  database = await openTestDatabase();
  model = await startFakeModel(() => ({ kind: 'text', text: 'done' }));
});

test.after(async () => {
  await model.close();
  await database.drop();
});

interface Served {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly said: () => string;
  readonly exited: Promise<{ code: number; said: string }>;
}

/** The process itself, with nothing of this one's environment. */
function serve(variables: Record<string, string>): Served {
  const entry = fileURLToPath(new URL('./serve.js', import.meta.url));
  const env = { ...testVariables(database.url, model.url), LOG_LEVEL: 'info', ...variables };
  const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', 'inherit', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const exited = once(child, 'close').then(([code]) => ({ code: Number(code), said }));
  return { child, said: () => said, exited };
}

/** Does `work` with a server that listens, then stops it by `signal`. */
async function whileServing(
  variables: Record<string, string>,
  work: (port: number, served: Served) => Promise<void>,
): Promise<{ code: number; said: string }> {
  const served = serve(variables);
  try {
    const port = () => Number(/listening on 127\.0\.0\.1:(\d+)/.exec(served.said())?.[1] ?? 0);
    await eventually('the server listens', async () => port() > 0);
    await work(port(), served);
    served.child.kill('SIGTERM');
    return await served.exited;
  } finally {
    served.child.kill('SIGKILL');
  }
}

for (const fixed of [{}, { FIX_PIPELINE: '1', FIX_CONNECTIONS: '1', FIX_PERSIST: '1' }]) {
  const names = Object.keys(fixed).join(', ') || 'nothing';
  test(`with ${names} fixed, SIGTERM ends the runs in progress, stores them and exits with 0`, async () => {
    const id = `going-${names.length}`;
    const tools = [{ name: 'slow', latencyMs: 200, records: 1 }];
    const run = runOf(id, { wait: false, steps: [stepOf('one', { tools })] });
    const { code } = await whileServing(fixed, async (port) => {
      const answer = await call(port, tokenOf('ann'), '/v1/runs', { method: 'POST', body: run });
      assert.is(answer.status, 202);
    });
    assert.is(code, 0);
    const rows = await database.rows('select status from runs where id = $1', [id]);
    assert.equal(rows, [{ status: 'completed' }]);
  });
}

test('a second SIGTERM while stopping changes nothing', async () => {
  const { code } = await whileServing({}, async (_port, { child }) => {
    child.kill('SIGTERM');
  });
  assert.is(code, 0);
});

test('a port in use is one message, and exit code 4', async () => {
  const taken = await listen(createServer());
  const { code, said } = await serve({ PORT: `${portOf(taken)}` }).exited;
  taken.close();
  assert.is(code, 4);
  assert.match(said, /^127\.0\.0\.1:\d+ is in use\. Set PORT to a free one/);
  assert.is(said.trim().split('\n').length, 1);
});

const unusable: readonly (readonly [what: string, change: Partial<URL>])[] = [
  ['a database server that is not there', { port: '1' }],
  ['a database that does not exist', { pathname: '/nowhere' }],
];
for (const [what, change] of unusable) {
  for (const fixed of ['0', '1']) {
    test(`${what} is one message, and exit code 4 (FIX_CONNECTIONS=${fixed})`, async () => {
      const url = Object.assign(new URL(database.url), change);
      const variables = { DATABASE_URL: url.href, FIX_CONNECTIONS: fixed };
      const { code, said } = await serve(variables).exited;
      assert.is(code, 4);
      assert.match(said, /^the database of DATABASE_URL cannot be used \(.+\)\. Start it/);
      assert.is(said.trim().split('\n').length, 1);
    });
  }
}

test('a bad environment is one message that names every fault, and exit code 2', async () => {
  const { code, said } = await serve({ JWT_SECRET: '', PORT: 'eighty' }).exited;
  assert.is(code, 2);
  assert.match(said, /PORT: expected a whole number/);
  assert.match(said, /JWT_SECRET: /);
  assert.not.match(said, /\n +at /);
});

test('with an OTLP endpoint, runs, steps, model calls and statements are traced', async () => {
  let traced = '';
  const collector = await listen(
    createServer(async (request, response) => {
      for await (const chunk of request) traced += Buffer.from(chunk).toString('latin1');
      response.end();
    }),
  );
  const endpoint = `http://127.0.0.1:${portOf(collector)}`;
  const { code } = await whileServing({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, async (port) => {
    await call(port, tokenOf('ann'), '/v1/runs', { method: 'POST', body: runOf('traced') });
  });
  collector.close();
  assert.is(code, 0);
  for (const name of ['run', 'step', 'model.call', 'db.statement', 'db.transaction']) {
    assert.ok(traced.includes(name), name);
  }
});

async function listen(server: Server): Promise<Server> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

test.run();
