import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scenarioOfRequest } from '../config/request-scenario.ts';
import type { Scenario } from '../config/scenario.ts';
import { driveInTurn } from './in-turn.ts';
import { startTarget, type TestTarget } from './test-target.ts';

const test = suite('in turn');

let target: TestTarget;
test.before.each(async () => {
  target = await startTarget();
});
test.after.each(() => target.close());

const asking = (path: string, change: Partial<Scenario> = {}): Scenario => ({
  ...scenarioOfRequest({
    method: 'GET',
    path,
    headers: {},
    body: null,
    ratePerSecond: 100,
    durationMs: 4000,
  }),
  ...change,
});

const drive = (scenario: Scenario, operations: number, signal?: AbortSignal) =>
  driveInTurn(
    scenario,
    { target: { url: target.url, databaseUrl: null }, seed: 's', label: 'A0', operations },
    signal,
  );

test('one operation follows the other, and never two are under way', async () => {
  let underWay = 0;
  let most = 0;
  const { drive: ask } = asking('/pieces');
  const scenario = asking('/pieces', {
    drive: async (...args) => {
      underWay += 1;
      most = Math.max(most, underWay);
      const answer = await ask(...args);
      underWay -= 1;
      return answer;
    },
  });
  const turns = await drive(scenario, 20);
  assert.equal([turns.completed, turns.failure, most], [20, null, 1]);
  assert.is(target.asked.length, 20);
  assert.ok(turns.endedUs > turns.startedUs);
  await target.deserted();
});

test('the first failure ends it, in words', async () => {
  assert.equal(
    await drive(asking('/broken'), 5).then(({ completed, failure }) => [completed, failure]),
    [0, 'wrong answer: GET /broken answered 500'],
  );
  assert.is(target.asked.length, 1);
});

test('it can be interrupted', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  const { failure } = await drive(asking('/hang'), 5, stop.signal);
  assert.is(failure, 'it was interrupted');
});

test.run();
