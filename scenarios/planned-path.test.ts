import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { StepRequest } from '../runtime/run-request.ts';
import { type Dag, fan, std9 } from './dag.ts';
import { type ModelSettings, planCall, plannedMs } from './model/call-plan.ts';
import { longestPath, plannedPathMs, retryDelayMs } from './planned-path.ts';

const test = suite('planned-path');

const stepsOf = (dag: Dag): StepRequest[] =>
  dag.map((step) => ({ ...step, prompt: '', tools: [] }));

const tool = (latencyMs: number) => ({ name: 't', latencyMs, records: 0 });

const durations: Readonly<Record<string, number>> = {
  ...{ triage: 10, data: 5, research: 40, corpus: 20, cost: 1 },
  ...{ optimise: 7, validate: 9, actions: 3, report: 2 },
};

const paths: readonly (readonly [string, Dag, number])[] = [
  ['one step', [{ name: 'triage', dependsOn: [] }], 10],
  // triage 10, research 40, validate 9, actions 3, report 2
  ['the standard pipeline', std9, 64],
  // The same steps in any order of the request.
  ['the standard pipeline, asked for backwards', std9.toReversed(), 64],
  ['two steps of no relation', std9.slice(1, 3).map(({ name }) => ({ name, dependsOn: [] })), 40],
];

for (const [name, dag, expectedMs] of paths) {
  test(`the longest path of ${name} takes ${expectedMs} ms`, () => {
    assert.is(
      longestPath(stepsOf(dag), (step) => durations[step.name] ?? 0),
      expectedMs,
    );
  });
}

const model: ModelSettings = { seed: 's', preset: 'limited', timeScale: 0.05 };
const delays = { model, retry: { baseMs: 25, idleTimeoutMs: 1500 } };
const inTime = () => 0;

test('a step takes its model call and then the slowest of its tools', () => {
  const steps = [{ name: 'a', dependsOn: [], prompt: '', tools: [tool(5), tool(17)] }];
  const id = keyWhere((attempt) => attempt(0).kind === 'ok');
  const callMs = plannedMs(planOf(id, 0)) ?? Number.NaN;
  assert.is(plannedPathMs({ id, steps }, delays, inTime), callMs + 17);
});

test('a step without model call takes its tools alone', () => {
  const steps = [{ name: 'a', dependsOn: [], prompt: '', tools: [tool(5)], model: false }];
  assert.is(plannedPathMs({ id: 'any', steps }, delays, inTime), 5);
});

test('retries count with their waits, and with how late the endpoint was each time', () => {
  const id = keyWhere((at) => at(0).kind === 'rateLimited' && at(1).kind === 'rateLimited');
  const [first, second, third] = [planOf(id, 0), planOf(id, 1), planOf(id, 2)];
  const waitsMs = [first, second].map((plan, attempt) =>
    Math.max(plan.kind === 'rateLimited' ? plan.retryAfterMs : 0, 25 * 2 ** attempt),
  );
  const [waitMs = 0, nextWaitMs = 0] = waitsMs;
  const late = new Map(
    [`${id}/a/0`, `${id}/a/1`, `${id}/a/2`].map((key, index) => [key, index + 1]),
  );
  const steps = [{ name: 'a', dependsOn: [], prompt: '', tools: [] }];
  const actual = plannedPathMs({ id, steps }, delays, (key) => late.get(key) ?? 0);
  const expected = waitMs + nextWaitMs + (plannedMs(third) ?? 0) + 1 + 2 + 3;
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);
});

test('a call that hangs takes the idle timeout', () => {
  const typical = { ...delays, model: { ...model, preset: 'typical' as const } };
  const id = keyWhere((at) => at(0).kind === 'hang' && at(1).kind === 'ok', typical.model);
  const again = plannedMs(planCall({ ...typical.model, runKey: id, step: 'a', attempt: 1 })) ?? 0;
  const steps = [{ name: 'a', dependsOn: [], prompt: '', tools: [] }];
  assert.is(plannedPathMs({ id, steps }, typical, inTime), 1500 + 25 + again);
});

const waits = [
  [25, 0, 0, 25],
  [25, 1, 0, 50],
  [25, 0, 40, 40],
  [500, 1, 700, 1000],
  [5000, 1, 0, 8000],
  [100, 0, 60_000, 8000],
] as const;

for (const [baseMs, attempt, retryAfterMs, expectedMs] of waits) {
  test(`after attempt ${attempt} with base ${baseMs} and retry-after ${retryAfterMs}, ${expectedMs} ms pass`, () => {
    assert.is(retryDelayMs(baseMs, attempt, retryAfterMs), expectedMs);
  });
}

test('the path is at least its longest step and at most the sum of all', () => {
  const times = fc.array(fc.nat(1000), { minLength: 10, maxLength: 10 });
  fc.assert(
    fc.property(times, (stepsMs) => {
      const steps = stepsOf(fan(8));
      const ms = new Map(steps.map(({ name }, index) => [name, stepsMs[index] ?? 0]));
      const path = longestPath(steps, ({ name }) => ms.get(name) ?? 0);
      assert.ok(path >= Math.max(...stepsMs));
      assert.ok(path <= stepsMs.reduce((sum, each) => sum + each, 0));
    }),
  );
});

const planOf = (runKey: string, attempt: number, settings = model) =>
  planCall({ ...settings, runKey, step: 'a', attempt });

function keyWhere(
  fits: (at: (attempt: number) => ReturnType<typeof planCall>) => boolean,
  settings = model,
): string {
  for (let index = 0; ; index++) {
    const key = `run-${index}`;
    if (fits((attempt) => planOf(key, attempt, settings))) return key;
  }
}

test.run();
