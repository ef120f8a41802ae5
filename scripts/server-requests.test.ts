import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { call, runOf, startTestServer, stepOf, tokenOf } from '../runtime/suites/test-server.ts';
import { fixNames, mixConcerns } from './mix.ts';

type Refusal = readonly [what: string, body: unknown, status: number, reason: RegExp];

const manySteps = Array.from({ length: 10_000 }, (_, index) => stepOf(`s${index}`));
const circle = [stepOf('a', { dependsOn: ['b'] }), stepOf('b', { dependsOn: ['a'] })];

const refusals: readonly Refusal[] = [
  ['no body', undefined, 400, /not JSON/],
  ['malformed JSON', '{"id": ', 400, /not JSON/],
  ['an empty object', {}, 400, /id/],
  ['a body that is no object', [], 400, /object/],
  ['a body over 2 MiB', 'x'.repeat(3 * 1024 * 1024), 413, /over the limit/],
  ['a circle', runOf('bad', { steps: circle }), 400, /a, b wait for one another/],
  [
    'an unknown dependency',
    runOf('bad', { steps: [stepOf('a', { dependsOn: ['ghost'] })] }),
    400,
    /depends on ghost/,
  ],
  [
    'a name used twice',
    runOf('bad', { steps: [stepOf('a'), stepOf('a')] }),
    400,
    /a is there twice/,
  ],
  ['10,000 steps', runOf('bad', { steps: manySteps }), 400, /100/],
  ['a text with U+0000', runOf('bad', { goal: 'a\0b' }), 400, /no database can store/],
  ['half an emoji', runOf('bad', { goal: 'a\ud83d' }), 400, /no database can store/],
  ['no steps', runOf('bad', { steps: [] }), 400, /steps/],
];

const paths: readonly (readonly [method: string, path: string, status: number])[] = [
  ['GET', '/', 404],
  ['GET', '/v1/nothing', 404],
  ['PUT', '/v1/runs', 405],
  ['GET', '/v1/analyze', 405],
  ['POST', '/healthz', 405],
  ['GET', '/v1/runs/unknown', 404],
  ['GET', '/v1/runs/%zz', 404],
  ['GET', '/v1/runs/unknown/events', 426],
];

const sides = [
  ['nothing fixed', mixConcerns([])],
  ['everything fixed', mixConcerns(fixNames)],
] as const;

for (const [name, concerns] of sides) {
  const test = suite(`server requests, ${name}`);
  let server: Awaited<ReturnType<typeof startTestServer>>;
  test.before(async () => {
    server = await startTestServer(concerns, { variables: { RECENT_RUNS: '1' } });
  });
  test.after(() => server.close());

  for (const [what, body, status, reason] of refusals) {
    test(`${what} is refused with ${status} and a reason`, async () => {
      const answer = await server.post('ann', body);
      assert.is(answer.status, status);
      assert.match(String(answer.body['error']), reason);
      assert.not.match(answer.text, /\n? at /);
    });
  }

  for (const [method, path, status] of paths) {
    test(`${method} ${path} answers ${status}`, async () => {
      assert.is((await call(server.port, tokenOf('ann'), path, { method })).status, status);
    });
  }

  const tokens: readonly (readonly [what: string, token: string | null])[] = [
    ['no token', null],
    ['an unreadable token', 'nonsense'],
    ['an expired token', tokenOf('ann', -5)],
    ['a token of another secret', tokenOf('ann', 60, 'another secret')],
    [
      'an unsigned token',
      'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4iLCJqdGkiOiJ4IiwiZXhwIjo5OTk5OTk5OTk5fQ.',
    ],
  ];
  for (const [what, token] of tokens) {
    test(`${what} is refused on every path but the health checks`, async () => {
      for (const path of ['/v1/runs/any', '/metrics']) {
        assert.is((await call(server.port, token, path)).status, 401);
      }
      const posted = await call(server.port, token, '/v1/runs', {
        method: 'POST',
        body: runOf('x'),
      });
      assert.is(posted.status, 401);
      for (const path of ['/healthz', '/readyz']) {
        assert.is((await call(server.port, token, path)).status, 200);
      }
    });
  }

  test('a request that is no HTTP does not end the server', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.end('NONSENSE\r\n\r\n');
    assert.match(await text(socket), /^HTTP\/1.1 400/);
    assert.is((await call(server.port, null, '/healthz')).status, 200);
  });

  test('a run that is waited for completes, and its state is read whole or in part', async () => {
    const tool = { name: 'search', latencyMs: 1, records: 2 };
    const steps = [stepOf('a', { tools: [tool] }), stepOf('b', { dependsOn: ['a'], model: false })];
    const { status, body } = await server.post('ann', runOf('whole', { steps }));
    assert.is(status, 200);
    assert.is(body['status'], 'completed');
    const read = await server.get('ann', '/v1/runs/whole');
    const state = read.text.slice(read.text.indexOf('"state":') + 8, -1);
    assert.is(createHash('sha256').update(state).digest('hex'), body['stateHash']);
    const part = await server.get('ann', '/v1/runs/whole?fields=report,toolCalls,completedSteps');
    const expected = { report: 'Do b.', toolCalls: 1, completedSteps: ['a', 'b'] };
    assert.equal(part.body['state'], expected);
    const wrong = await server.get('ann', '/v1/runs/whole?fields=report,secret');
    assert.is(wrong.status, 400);
    assert.match(wrong.text, /no secret/);
  });

  test('a run that is no longer in memory is read from the database', async () => {
    await server.post('ann', runOf('older'));
    const recent = await server.get('ann', '/v1/runs/older');
    await server.post('ann', runOf('newer'));
    const older = await server.get('ann', '/v1/runs/older');
    assert.equal(older.body, recent.body);
    const part = await server.get('ann', '/v1/runs/older?fields=report');
    assert.equal(part.body['state'], { report: 'one is done' });
  });

  test('the same id twice is one run, at once or later', async () => {
    const before = server.model.calls.length;
    const [first, second] = await Promise.all([
      server.post('ann', runOf('twice')),
      server.post('ann', runOf('twice')),
    ]);
    assert.is(first.status, 200);
    assert.equal(second.body, first.body);
    assert.equal((await server.post('ann', runOf('twice'))).body, first.body);
    await server.post('ann', runOf('evicts'));
    assert.equal((await server.post('ann', runOf('twice'))).body, first.body);
    assert.is(server.model.calls.length - before, 2);
  });

  test("another user's run is neither read nor replaced, in memory or not", async () => {
    await server.post('ann', runOf('of-ann'));
    for (const evicted of [false, true]) {
      if (evicted) await server.post('ann', runOf('evicts-too'));
      assert.is((await server.get('bob', '/v1/runs/of-ann')).status, 404);
      assert.is((await server.post('bob', runOf('of-ann'))).status, 409);
    }
  });

  test('a dry run answers with the order and leaves nothing behind', async () => {
    const steps = [stepOf('b', { dependsOn: ['a'] }), stepOf('a')];
    const { status, body } = await server.post('ann', runOf('dry', { steps, dryRun: true }));
    assert.is(status, 200);
    assert.equal(body, { order: ['a', 'b'] });
    assert.is((await server.get('ann', '/v1/runs/dry')).status, 404);
  });

  test('an analysis is answered, small and large', async () => {
    for (const rows of [10, 60_000]) {
      const body = { dataset: { rows, seed: 7 } };
      const answer = await call(server.port, tokenOf('ann'), '/v1/analyze', {
        method: 'POST',
        body,
      });
      assert.is(answer.status, 200);
      assert.is(answer.body['rows'], rows);
    }
  });

  test('a revoked token is refused from then on, others of the user are not', async () => {
    const token = tokenOf('ann');
    const ended = await call(server.port, token, '/v1/session', { method: 'DELETE' });
    assert.is(ended.status, 204);
    assert.is((await call(server.port, token, '/v1/runs/whole')).status, 401);
    assert.is((await server.get('ann', '/v1/runs/whole')).status, 200);
  });

  test('the metrics count runs and steps', async () => {
    const { text: metrics } = await server.get('ann', '/metrics');
    assert.match(metrics, /^tandem_runs_total\{status="completed"\} [1-9]/m);
    assert.match(metrics, /^tandem_step_duration_seconds_count\{outcome="completed"\} [1-9]/m);
    assert.match(metrics, /^tandem_runs_live 0$/m);
  });

  test.run();
}
