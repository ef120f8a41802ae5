import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { RunRequest } from '../runtime/run-request.ts';
import { std9 } from './dag.ts';
import { charactersPerToken } from './model/answer.ts';
import { plannedTokens } from './model/call-plan.ts';
import { runRequestOf } from './workload.ts';
import { largeState, standardWorkload } from './workloads.ts';

const test = suite('workload');

const requests = Array.from({ length: 2000 }, (_, index) =>
  runRequestOf(standardWorkload, `run-${index}`),
);

test('a request is a function of its key', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (key) => {
      assert.equal(runRequestOf(standardWorkload, key), runRequestOf(standardWorkload, key));
    }),
    { numRuns: 20 },
  );
  assert.is.not(requests[0]?.context, requests[1]?.context);
});

test('six runs of ten are watched', () => {
  const watched = requests.filter(({ mode }) => mode === 'interactive').length / requests.length;
  // Four standard deviations of a share of 2,000.
  assert.ok(Math.abs(watched - 0.6) < 4 * Math.sqrt((0.6 * 0.4) / 2000), `${watched}`);
});

test('every run has the nine steps of the standard pipeline, of which one analyses rows', () => {
  for (const { steps } of requests.slice(0, 50)) {
    assert.equal(
      steps.map(({ name, dependsOn }) => ({ name, dependsOn })),
      std9.map(({ name, dependsOn }) => ({ name, dependsOn })),
    );
    const [rows, ...more] = steps.flatMap(({ dataset }) => (dataset ? [dataset] : []));
    assert.is(rows?.rows, 5000);
    assert.equal(more, []);
  }
});

test('tools take 80 ms times the scale in the median, and whole milliseconds', () => {
  const tools = requests.flatMap(({ steps }) => steps.flatMap((step) => step.tools));
  const delays = tools.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
  assert.is(delays[Math.floor(delays.length / 2)], 4);
  assert.ok(delays.every(Number.isInteger));
});

/** What the records, the answers and the context of a run come to in its state, in bytes. */
function stateBytes(request: RunRequest): number {
  const bytesPerRecord = 215;
  const records = request.steps.flatMap(({ tools }) => tools.map((tool) => tool.records));
  const settings = { seed: 'tandem', preset: 'typical', timeScale: 1 } as const;
  const tokens = request.steps.map(({ name, model }) =>
    model === false ? 0 : plannedTokens({ ...settings, runKey: request.id, step: name }),
  );
  const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0);
  return request.context.length + sum(records) * bytesPerRecord + sum(tokens) * charactersPerToken;
}

test('a state grows from 4 KB to about 64 KB', () => {
  const sizes = requests.map(stateBytes).sort((a, b) => a - b);
  const median = sizes[sizes.length / 2] ?? 0;
  assert.ok(median > 52 * 1024 && median < 68 * 1024, `${median}`);
  assert.ok(requests.every(({ context }) => context.length > 3000 && context.length < 4096));
});

test('the large state is one of about 256 KB', () => {
  const bytes = stateBytes(runRequestOf(largeState(100), 'large'));
  assert.ok(bytes > 230 * 1024 && bytes < 280 * 1024, `${bytes}`);
});

test.run();
