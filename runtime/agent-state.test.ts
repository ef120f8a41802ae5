import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { agentStateSchema, initialState, mergeStepResult, type StepResult } from './agent-state.ts';
import { runOf, stepOf } from './suites/test-server.ts';

const test = suite('agent state');

const anyRecord = fc.record({
  id: fc.string({ minLength: 1, maxLength: 6 }),
  title: fc.constant('a title'),
  score: fc.integer({ min: 0, max: 20 }).map((twentieths) => twentieths / 20),
  tags: fc.constant([]),
  note: fc.constant(''),
});

const anyResult = (position: number): fc.Arbitrary<StepResult> =>
  fc.record({
    step: fc.constant(`s${position}`),
    position: fc.constant(position),
    text: fc.string(),
    attempts: fc.integer({ min: 1, max: 3 }),
    promptTokens: fc.nat(5000),
    completionTokens: fc.nat(5000),
    tools: fc.array(
      fc.record({ tool: fc.constantFrom('find', 'read'), records: fc.array(anyRecord) }),
      { maxLength: 2 },
    ),
    analysis: fc.constant(null),
  });

const anyRun = fc
  .integer({ min: 1, max: 6 })
  .chain((steps) => fc.tuple(...Array.from({ length: steps }, (_, index) => anyResult(index))))
  .chain((results) =>
    fc.tuple(fc.constant(results), fc.shuffledSubarray(results, { minLength: results.length })),
  );

const mergeAll = (results: readonly StepResult[]) => {
  const steps = results.map((_, index) => stepOf(`s${index}`));
  return results.reduce(mergeStepResult, initialState(runOf('r', { steps })));
};

test('results merged in any order give the same text', () => {
  const property = fc.property(anyRun, ([inOrder, shuffled]) => {
    assert.is(JSON.stringify(mergeAll(shuffled)), JSON.stringify(mergeAll(inOrder)));
  });
  void fc.assert(property, { numRuns: 200 });
});

test('a merged state is valid, and parsing it changes nothing of its text', () => {
  const property = fc.property(anyRun, ([, shuffled]) => {
    const state = mergeAll(shuffled);
    assert.is(JSON.stringify(agentStateSchema.parse(state)), JSON.stringify(state));
  });
  void fc.assert(property, { numRuns: 50 });
});

test('a merge changes nothing of the state it came from', () => {
  const property = fc.property(anyRun, ([results]) => {
    const before = mergeAll(results.slice(0, -1));
    const text = JSON.stringify(before);
    for (const result of results.slice(-1)) mergeStepResult(before, result);
    assert.is(JSON.stringify(before), text);
  });
  void fc.assert(property, { numRuns: 50 });
});

test.run();
