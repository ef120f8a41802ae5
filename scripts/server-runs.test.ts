import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FakeAnswer, FakeCall } from '../runtime/suites/fake-model.ts';
import { call, runOf, startTestServer, stepOf, tokenOf } from '../runtime/suites/test-server.ts';
import { type TestWatcher, watchRun } from '../runtime/suites/test-watcher.ts';
import { fixNames, mixConcerns } from './mix.ts';

/** By the step's name: `busy` is refused once, `broken` always, `silent` never answers. */
function answerOf({ step, attempt }: FakeCall): FakeAnswer {
  if (step === 'broken') return { kind: 'status', status: 500 };
  if (step === 'refused') return { kind: 'status', status: 400 };
  if (step === 'busy' && attempt === 0) return { kind: 'status', status: 429, retryAfterMs: 2 };
  if (step === 'silent') return { kind: 'hang' };
  return { kind: 'text', text: `${step} is done, after some thought about it` };
}

const watched = (id: string, names: readonly string[]) =>
  runOf(id, { mode: 'interactive', wait: false, steps: names.map((name) => stepOf(name)) });

const typesOf = ({ received }: TestWatcher): string[] =>
  received
    .map((message) => message.type)
    .filter((type) => !['token', 'state.changed'].includes(type));

const oneStep = ['run.started', 'step.started', 'step.completed', 'run.completed'];

const sides = [
  ['nothing fixed', mixConcerns([])],
  ['everything fixed', mixConcerns(fixNames)],
] as const;

for (const [name, concerns] of sides) {
  const test = suite(`server runs, ${name}`);
  let server: Awaited<ReturnType<typeof startTestServer>>;
  test.before(async () => {
    server = await startTestServer(concerns, {
      answer: answerOf,
      variables: { MODEL_IDLE_TIMEOUT_MS: '1500' },
    });
  });
  test.after(() => server.close());

  const watch = (user: string, id: string) => watchRun(server.port, tokenOf(user), id);

  test('who watches before a run is asked for sees all of it, tokens too', async () => {
    const watcher = await watch('ann', 'early');
    assert.is((await server.post('ann', watched('early', ['one']))).status, 202);
    const { stateHash } = await watcher.first('run.completed');
    assert.equal(typesOf(watcher), oneStep);
    const text = watcher.received.map((each) => (each.type === 'token' ? each.text : '')).join('');
    assert.is(text, 'one is done, after some thought about it');
    assert.is((await server.get('ann', '/v1/runs/early')).body['stateHash'], stateHash);
    await watcher.close();
  });

  test('who comes late is given what has happened, and again when asked', async () => {
    await server.post('ann', { ...watched('late', ['one']), wait: true });
    const watcher = await watch('ann', 'late');
    await watcher.first('run.completed');
    assert.equal(typesOf(watcher), oneStep);
    watcher.send({ type: 'ack', seq: 4 });
    watcher.send({ type: 'replay', after: 2 });
    watcher.send({ type: 'ping', id: 5 });
    assert.is((await watcher.first('pong')).id, 5);
    assert.equal(typesOf(watcher), [...oneStep, ...oneStep.slice(2), 'pong']);
    await watcher.close();
  });

  test('messages that cannot be understood are answered with a reason', async () => {
    const watcher = await watch('ann', 'chatter');
    for (const bad of ['{', '[]', { type: 'dance' }, { type: 'replay', after: -1 }, '"x"']) {
      watcher.send(bad);
    }
    watcher.send({ type: 'ping', id: 1 });
    await watcher.first('pong');
    assert.is(watcher.received.filter(({ type }) => type === 'error').length, 5);
    watcher.send('x'.repeat(10_000));
    assert.is(await watcher.closed, 1009);
  });

  test("another user's run cannot be watched, in memory or not, before it is there or after", async () => {
    const early = await watch('bob', 'private');
    await server.post('ann', { ...watched('private', ['one']), wait: true });
    assert.is(await early.closed, 1008);
    assert.equal(early.received, []);
    const refused = await watch('bob', 'private').catch(String);
    assert.is(refused, 'Error: HTTP 404');
  });

  test('a token is needed to watch, and revoking it ends the connection', async () => {
    const expired = await watchRun(server.port, tokenOf('ann', -5), 'any').catch(String);
    assert.is(expired, 'Error: HTTP 401');
    const token = tokenOf('ann');
    const watcher = await watchRun(server.port, token, 'any');
    await call(server.port, token, '/v1/session', { method: 'DELETE' });
    assert.is(await watcher.closed, 1008);
  });

  test('a connection ends when its token expires', async () => {
    const watcher = await watchRun(server.port, tokenOf('ann', 3), 'any');
    assert.is(await watcher.closed, 1008);
  });

  test('a call that is refused for now is made again, and the step says how often', async () => {
    const { body } = await server.post('ann', runOf('retried', { steps: [stepOf('busy')] }));
    assert.is(body['status'], 'completed');
    const [row] = await server.database.rows<{ attempts: number }>(
      `select attempts from steps where run_id = 'retried'`,
    );
    assert.equal(row, { attempts: 2 });
  });

  test('a run fails when a step does: its dependents are skipped, the others completed', async () => {
    const steps = [
      stepOf('last', { dependsOn: ['after', 'free'] }),
      stepOf('after', { dependsOn: ['broken'] }),
      stepOf('refused'),
      stepOf('broken'),
      stepOf('silent'),
      stepOf('free'),
    ];
    const run = runOf('fails', { mode: 'interactive', steps });
    const { status, body } = await server.post('ann', run);
    assert.is(status, 200);
    assert.is(body['status'], 'failed');
    assert.is(
      body['reason'],
      'refused failed: the model answered 400; broken failed: the model answered 500; ' +
        'silent failed: the model was silent for 1500 ms',
    );
    const rows = await server.database.rows(
      `select step, status, attempts from steps where run_id = 'fails' order by position`,
    );
    assert.equal(rows, [
      { step: 'last', status: 'skipped', attempts: 0 },
      { step: 'after', status: 'skipped', attempts: 0 },
      { step: 'refused', status: 'failed', attempts: 1 },
      { step: 'broken', status: 'failed', attempts: 3 },
      { step: 'silent', status: 'failed', attempts: 3 },
      { step: 'free', status: 'completed', attempts: 1 },
    ]);
    const watcher = await watch('ann', 'fails');
    assert.is((await watcher.first('run.failed')).reason, body['reason']);
    assert.is(typesOf(watcher).filter((type) => type === 'step.failed').length, 3);
    await watcher.close();
  });

  test('a result too large for a message is sent without records, and kept whole', async () => {
    const tools = [{ name: 'archive', latencyMs: 0, records: 400 }];
    const run = { ...watched('large', []), wait: true, steps: [stepOf('one', { tools })] };
    await server.post('ann', run);
    const watcher = await watch('ann', 'large');
    assert.equal((await watcher.first('step.completed')).result.tools, []);
    const { body } = await server.get('ann', '/v1/runs/large?fields=recordsSeen');
    assert.equal(body['state'], { recordsSeen: 400 });
    await watcher.close();
  });

  test('a database that loses a table fails runs, and not the server', async () => {
    const own = await startTestServer(concerns);
    await own.database.rows('drop table steps');
    const { status, body } = await own.post('ann', runOf('torn', { steps: [stepOf('one')] }));
    assert.is(status, 200);
    assert.is(body['status'], 'failed');
    await own.database.rows('alter table runs rename to gone');
    const refused = await own.post('ann', runOf('refused'));
    assert.is(refused.status, 500);
    assert.equal(refused.body, { error: 'internal error' });
    assert.is((await own.get('ann', '/v1/runs/torn')).body['status'], 'failed');
    await own.close();
  });

  test('a server that stops ends its runs first, and then its connections', async () => {
    const own = await startTestServer(concerns, { answer: answerOf });
    const watcher = await watchRun(own.port, tokenOf('ann'), 'going');
    const tools = [{ name: 'slow', latencyMs: 100, records: 1 }];
    const answer = own.post('ann', runOf('going', { steps: [stepOf('one', { tools })] }));
    for (let polls = 0; own.model.calls.length === 0; polls += 1) {
      assert.ok(polls < 3000, 'the run never began');
      await sleep(10);
    }
    await own.stop();
    assert.is((await answer).body['status'], 'completed');
    assert.is(await watcher.closed, 1001);
    assert.match(String(await own.get('ann', '/healthz').catch(String)), /fetch failed/);
    const [row] = await own.database.rows(`select status from runs where id = 'going'`);
    assert.equal(row, { status: 'completed' });
    await own.close();
  });

  test.run();
}
