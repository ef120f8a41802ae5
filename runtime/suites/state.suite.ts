import * as fc from 'fast-check';
import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { AgentState, StepResult } from '../agent-state.ts';
import { agentStateSchema, initialState } from '../agent-state.ts';
import type { CreateStateStore, StateStore } from '../concerns.ts';
import { arbitraryResults, sampleRequest, sampleResult, stateAfter } from './sample-state.ts';

/** A store for a run of that many steps, into which these results went. */
export function storeAfter(
  createStateStore: CreateStateStore,
  stepCount: number,
  results: readonly StepResult[],
): StateStore {
  const store = createStateStore(initialState(sampleRequest(stepCount)));
  for (const result of results) store.merge(result);
  return store;
}

/** Results that must not get in, each with one fault. */
const invalidResults: readonly (readonly [string, Partial<Record<keyof StepResult, unknown>>])[] = [
  ['without a step', { step: '' }],
  ['with a fractional position', { position: 0.5 }],
  ['without an attempt', { attempts: 0 }],
  ['with negative tokens', { promptTokens: -1 }],
  ['with tokens that are no number', { completionTokens: Number.NaN }],
  ['with tokens beyond whole numbers', { completionTokens: 2 ** 60 }],
  ['with a text that is none', { text: 7 }],
  ['without tools', { tools: undefined }],
  ['with a score above one', { tools: [{ tool: 'search', records: [{ ...record(), score: 2 }] }] }],
  ['with a tool without a name', { tools: [{ tool: '', records: [] }] }],
  ['with half an analysis', { analysis: { rows: 3 } }],
];

function record(): AgentState['topRecords'][number] {
  return { id: 'r', title: '', score: 0, tags: [], note: '' };
}

/** What both implementations of finding 12 must do; the caller runs it. */
export function stateSuite(name: string, createStateStore: CreateStateStore): Test {
  const test = suite(name);
  contentTests(test, createStateStore);
  refusalTests(test, createStateStore);
  return test;
}

function contentTests(test: Test, createStateStore: CreateStateStore): void {
  test('begins with the initial state', () => {
    const initial = initialState(sampleRequest(2));
    assert.equal(createStateStore(initial).read(), initial);
  });

  test('holds what mergeStepResult makes of the results, and it is valid', async () => {
    await fc.assert(
      fc.property(arbitraryResults, (results) => {
        const state = storeAfter(createStateStore, results.length, results).read();
        assert.equal(state, stateAfter(results.length, results));
        assert.ok(agentStateSchema.safeParse(state).success);
      }),
    );
  });

  test('is the same text whatever the order in which the steps ended', async () => {
    await fc.assert(
      fc.property(arbitraryResults, (results) => {
        const inOrder = results.toSorted((a, b) => a.position - b.position);
        const [text, expected] = [results, inOrder].map((each) =>
          JSON.stringify(storeAfter(createStateStore, results.length, each).read()),
        );
        assert.is(text, expected);
      }),
    );
  });

  test('gives each field as the whole state has it', () => {
    const store = storeAfter(createStateStore, 3, [sampleResult(1), sampleResult(0)]);
    for (const [field, value] of Object.entries(store.read())) {
      assert.equal(store.field(field as keyof AgentState), value, field);
    }
  });

  test('leaves a state that was read as it was', () => {
    const store = storeAfter(createStateStore, 2, [sampleResult(0)]);
    const read = store.read();
    store.merge(sampleResult(1));
    assert.equal(read, stateAfter(2, [sampleResult(0)]));
  });

  test('orders the fields of a result as the schema does, and drops what it does not know', () => {
    const { step, ...rest } = sampleResult(0);
    const store = storeAfter(createStateStore, 1, [{ ...rest, step, secret: 1 } as StepResult]);
    const [expected] = stateAfter(1, [sampleResult(0)]).results;
    assert.is(JSON.stringify(store.read().results[0]), JSON.stringify(expected));
  });
}

function refusalTests(test: Test, createStateStore: CreateStateStore): void {
  test('refuses an initial state that is invalid', () => {
    const initial = initialState(sampleRequest(2));
    assert.throws(() => createStateStore({ ...initial, confidence: 2 }));
  });

  for (const [fault, changes] of invalidResults) {
    test(`refuses a result ${fault}, and stays as it was`, () => {
      const store = storeAfter(createStateStore, 2, [sampleResult(0)]);
      assert.throws(() => store.merge({ ...sampleResult(1), ...changes } as StepResult));
      assert.equal(store.read(), stateAfter(2, [sampleResult(0)]));
    });
  }

  test('refuses more results than the plan has steps', () => {
    const store = storeAfter(createStateStore, 1, [sampleResult(0)]);
    assert.throws(() => store.merge(sampleResult(1)));
    assert.is(store.field('merges'), 1);
  });

  test('refuses a result whose tokens no longer add up to a whole number', () => {
    const store = storeAfter(createStateStore, 2, [
      sampleResult(0, { promptTokens: 1_000_000_000_000_000 }),
    ]);
    assert.throws(() =>
      store.merge(sampleResult(1, { promptTokens: Number.MAX_SAFE_INTEGER - 1 })),
    );
    assert.is(store.field('merges'), 1);
  });
}
