/** Requests, results and states for the tests of whatever handles a state. */
import * as fc from 'fast-check';
import type { AgentState, StepResult } from '../agent-state.ts';
import { initialState, mergeStepResult } from '../agent-state.ts';
import type { RunRequest } from '../run-request.ts';

/** A request of that many independent steps: step-0, step-1, ... */
export function sampleRequest(stepCount: number): RunRequest {
  return {
    id: 'sample',
    mode: 'interactive',
    wait: true,
    goal: 'cut the costs',
    context: 'eight services',
    steps: Array.from({ length: stepCount }, (_, index) => ({
      name: `step-${index}`,
      dependsOn: [],
      prompt: 'why?',
      tools: [],
    })),
  };
}

/** The result of a step of `sampleRequest`, with one tool call and no analysis. */
export function sampleResult(position: number, changes: Partial<StepResult> = {}): StepResult {
  const id = `r-${position}`;
  return {
    step: `step-${position}`,
    position,
    text: `answer ${position}`,
    attempts: 1,
    promptTokens: 120,
    completionTokens: 40,
    tools: [
      { tool: 'search', records: [{ id, title: 'a', score: 0.5, tags: ['new'], note: 'b' }] },
    ],
    analysis: null,
    ...changes,
  };
}

/** The state of a run of `stepCount` steps after these results. */
export function stateAfter(stepCount: number, results: readonly StepResult[]): AgentState {
  return results.reduce(mergeStepResult, initialState(sampleRequest(stepCount)));
}

/** Text that JSON, jsonb and PostgreSQL's array literals must all keep: quotes, braces, any script. */
export const awkwardText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', 'null', 'NULL', '\\', '"', '{"a,b"}', "it's", 'line\nbreak\ttab', '\u2028'),
);

const arbitraryReport = fc.nat().map((drawn) => ({
  rows: drawn,
  errors: drawn % 7,
  costMicroUsd: drawn % 1000,
  p95Ms: drawn / 8,
  slow: drawn % 3,
  services: [],
}));

/** A result for each step of a plan of 1 to 5 steps, in any order. */
export const arbitraryResults: fc.Arbitrary<StepResult[]> = fc
  .array(
    fc.record({
      text: awkwardText,
      attempts: fc.integer({ min: 1, max: 3 }),
      promptTokens: fc.nat(5000),
      completionTokens: fc.nat(5000),
      scores: fc.array(fc.nat(1000), { maxLength: 4 }),
      analysis: fc.option(arbitraryReport),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((drawn) =>
    drawn.map(({ scores, ...rest }, position) =>
      sampleResult(position, { ...rest, tools: [{ tool: 'search', records: records(scores) }] }),
    ),
  )
  .map(withOwnRecordIds)
  .chain((results) => fc.shuffledSubarray(results, { minLength: results.length }));

/** A state after some results of any kind. */
export const arbitraryState: fc.Arbitrary<AgentState> = arbitraryResults.map((results) =>
  stateAfter(results.length, results),
);

function records(scores: readonly number[]): StepResult['tools'][number]['records'] {
  return scores.map((score, index) => ({
    id: `${index}`,
    title: `record ${index}`,
    score: score / 1000,
    tags: ['drawn'],
    note: '',
  }));
}

/** Ids are unique in a run, so that equal scores have one order. */
function withOwnRecordIds(results: readonly StepResult[]): StepResult[] {
  return results.map((result) => ({
    ...result,
    tools: result.tools.map((tool) => ({
      ...tool,
      records: tool.records.map((each) => ({ ...each, id: `${result.step}/${each.id}` })),
    })),
  }));
}
