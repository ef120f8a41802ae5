import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CriticalEvent } from '../runtime/run-event.ts';
import type { StepRequest } from '../runtime/run-request.ts';
import { eventsDigest, orderFault } from './critical-events.ts';

const test = suite('critical-events');

const steps: readonly StepRequest[] = [
  { name: 'a', dependsOn: [], prompt: '', tools: [] },
  { name: 'b', dependsOn: ['a'], prompt: '', tools: [] },
];

const resultOf = (step: string, text = step) => ({
  step,
  position: 0,
  text,
  attempts: 1,
  promptTokens: 1,
  completionTokens: 1,
  tools: [],
  analysis: null,
});

const runStarted: CriticalEvent = { type: 'run.started' };
const runCompleted: CriticalEvent = { type: 'run.completed', stateHash: 'h' };
const started = (step: string): CriticalEvent => ({ type: 'step.started', step });
const completed = (step: string, text?: string): CriticalEvent => ({
  type: 'step.completed',
  step,
  result: resultOf(step, text),
});
const answered = (step: string): CriticalEvent => ({ type: 'tool.completed', step, tool: 't' });

const [a, b] = [
  [started('a'), answered('a'), completed('a')],
  [started('b'), completed('b')],
] as const;

test('a run in the order of its steps is right', () => {
  assert.is(orderFault(steps, [runStarted, ...a, ...b, runCompleted]), null);
});

const faults: readonly (readonly [string, readonly CriticalEvent[], RegExp])[] = [
  ['nothing came', [], /run.started did not come first/],
  ['the start is missing', [...a, ...b, runCompleted], /run.started did not come first/],
  ['the end is missing', [runStarted, ...a, ...b], /run.completed did not come last/],
  ['a step is missing', [runStarted, ...a, runCompleted], /did not complete: b/],
  ['a step starts too early', [runStarted, ...b, ...a, runCompleted], /b started before a/],
  ['a step starts twice', [runStarted, started('a'), ...a, ...b, runCompleted], /a started twice/],
  ['a tool answers too late', [runStarted, ...a, answered('a'), ...b, runCompleted], /a tool/],
  ['a step is unknown', [runStarted, started('c'), runCompleted], /no step c/],
  [
    'a step fails',
    [runStarted, { type: 'step.failed', step: 'a', reason: 'why' }, runCompleted],
    /a failed: why/,
  ],
  ['the run starts again', [runStarted, runStarted, ...a, ...b, runCompleted], /in the middle/],
];

for (const [name, events, expected] of faults) {
  test(`it is a fault when ${name}`, () => assert.match(orderFault(steps, events) ?? '', expected));
}

test('the digest is the same for the same events in any order', () => {
  const events = [runStarted, ...a, ...b, runCompleted];
  const shuffled = fc.shuffledSubarray(events, { minLength: events.length });
  fc.assert(fc.property(shuffled, (other) => assert.is(eventsDigest(other), eventsDigest(events))));
});

test('the digest knows every payload, and how often an event came', () => {
  const digests = [
    [runStarted, ...a],
    [runStarted, ...a, answered('a')],
    [runStarted, started('a'), answered('a'), completed('a', 'else')],
  ].map(eventsDigest);
  assert.is(new Set(digests).size, 3);
});

test('the digest does not know in which order the keys of an object came', () => {
  const result = resultOf('a');
  const turned = Object.fromEntries(Object.entries(result).reverse()) as typeof result;
  assert.is(
    eventsDigest([{ type: 'step.completed', step: 'a', result }]),
    eventsDigest([{ step: 'a', result: turned, type: 'step.completed' }]),
  );
});

test.run();
