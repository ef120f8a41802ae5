import jwt from 'jsonwebtoken';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Scenario } from '../harness/index.ts';
import type { RunRequest } from '../runtime/run-request.ts';
import { analysis } from './analysis.ts';
import { auth } from './auth.ts';
import { callLog } from './call-log.ts';
import { connections } from './connections.ts';
import { gate } from './gate.ts';
import { livePage } from './live-page.ts';
import { messageSize } from './message-size.ts';
import { monitor } from './monitor.ts';
import { notify } from './notify.ts';
import { offload } from './offload.ts';
import { persist } from './persist.ts';
import { pipeline, pipelineBurst, pipelineBusy } from './pipeline.ts';
import { retry } from './retry.ts';
import { runIdOf, runKeyOf, userOf } from './run-identity.ts';
import { sequential } from './sequential.ts';
import { snapshot } from './snapshot.ts';
import { state } from './state.ts';
import { bearerOf, jwtSecret } from './token.ts';
import { validation } from './validation.ts';

const test = suite('scenarios');

const findings = [
  ...[sequential, retry, snapshot, notify, persist, callLog, messageSize],
  ...[validation, connections, offload, monitor, state, analysis, auth],
];
const all: readonly Scenario[] = [
  ...findings,
  pipeline,
  pipelineBusy,
  pipelineBurst,
  gate,
  livePage,
];

test('each finding of the audit has one scenario that isolates it', () => {
  assert.equal(
    findings.map((scenario) => scenario.findings),
    Array.from({ length: 14 }, (_, index) => [index + 1]),
  );
});

test('names are unique', () => assert.is(new Set(all.map(({ name }) => name)).size, all.length));

for (const scenario of all) {
  test(`${scenario.name} is planned by its seed alone, with keys that fit into ids`, () => {
    const plan = [...scenario.plan('seed/1')];
    assert.equal([...scenario.plan('seed/1')], plan);
    const other = [...scenario.plan('seed/2')].map(({ key }) => key);
    const keys = plan.map(({ key }) => key);
    assert.is(new Set([...keys, ...other]).size, keys.length + other.length);
    for (const key of keys) assert.match(runIdOf(key, 'A1'), /^[A-Za-z0-9._~-]{1,120}$/);
    assert.ok(plan.every(({ atMs }, index) => atMs >= (plan[index - 1]?.atMs ?? 0)));
  });
}

test('all scenarios but those of sockets have operations that are one HTTP request', () => {
  const without = all.filter(({ request }) => request === undefined);
  assert.equal(without.map(({ name }) => name).sort(), ['auth', 'message-size']);
  for (const { request, plan } of all.filter((scenario) => scenario.request !== undefined)) {
    for (const operation of [...plan('seed')].slice(0, 5)) {
      const asked = request?.(operation, 'A');
      assert.match(asked?.headers?.['authorization'] ?? '', /^Bearer /);
      assert.match(asked?.path ?? '', /^\/v1\//);
    }
  }
});

test('in closed loop a run is awaited whatever its mode, under the id of its key and arm', () => {
  const operations = [...pipeline.plan('seed')];
  const runs = operations.map((operation) =>
    JSON.parse(String(pipeline.request?.(operation, 'A-3')?.body)),
  ) as readonly RunRequest[];
  assert.equal(
    runs.map(({ id, wait }) => [id, wait]),
    operations.map(({ key }) => [`${key}~A-3`, true]),
  );
  assert.is(new Set(runs.map(({ mode }) => mode)).size, 2);
});

const withModel = all.filter(({ services }) => services.length > 0);

test('scenarios with a model know the planned path of each run, and the rest have no model', () => {
  assert.ok(withModel.length > 5);
  for (const { plannedPath, plan, environment } of withModel) {
    const [first] = plan('seed');
    assert.ok((plannedPath?.(first?.key ?? '', () => 0) ?? 0) > 0);
    assert.not('OPENAI_BASE_URL' in environment);
  }
  for (const scenario of all.filter(({ services }) => services.length === 0)) {
    assert.not(scenario.plannedPath);
    assert.ok('OPENAI_BASE_URL' in scenario.environment);
  }
});

test('lateness of the endpoint lengthens the planned path', () => {
  const [first] = pipeline.plan('seed');
  const key = first?.key ?? '';
  const [inTime, late] = [() => 0, () => 1].map((lateMs) => pipeline.plannedPath?.(key, lateMs));
  // Five steps are on every longest path of the standard pipeline; retries add calls.
  assert.ok((late ?? 0) - (inTime ?? 0) >= 5 - 1e-6);
});

test('tokens are those that jsonwebtoken verifies', () => {
  const token = bearerOf('user-3')['authorization']?.replace('Bearer ', '') ?? '';
  const claims = jwt.verify(token, jwtSecret, { algorithms: ['HS256'] });
  assert.equal(claims, { sub: 'user-3', jti: 'user-3-session', exp: 4_102_444_800 });
});

test('a run id gives its key back, and runs are spread over eight users', () => {
  assert.is(runKeyOf(runIdOf('abc-7', 'B2')), 'abc-7');
  assert.is(runKeyOf('abc-7'), 'abc-7');
  const users = Array.from({ length: 500 }, (_, index) => userOf(`key-${index}`));
  assert.is(new Set(users).size, 8);
});

test.run();
