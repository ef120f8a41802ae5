import * as fc from 'fast-check';
import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Layer, Validation } from '../concerns.ts';
import { InvalidRequest } from '../errors.ts';
import { buildRunRequestSchema } from '../request-schema.ts';
import type { RunRequest, StepRequest } from '../run-request.ts';

/** A step as short as it may be. */
const step = (name: string, dependsOn: readonly string[] = []): StepRequest => {
  return { name, dependsOn, prompt: '', tools: [] };
};

/** A request that uses every field. */
export const request: RunRequest = {
  id: 'run-1',
  mode: 'interactive',
  wait: true,
  dryRun: false,
  goal: 'find out',
  context: 'all there is',
  steps: [
    { ...step('plan'), tools: [{ name: 'search', latencyMs: 1.5, records: 3 }] },
    { ...step('act', ['plan']), dataset: { rows: 10, seed: 1 }, model: false },
  ],
};

const layers: readonly Layer[] = ['supervisor', 'step', 'model', 'store'];

/** Bodies that are refused, with what the message must name, in order. */
const refused: readonly (readonly [what: string, body: unknown, faults: readonly string[]])[] = [
  ['nothing', undefined, ['the body:']],
  ['a list', [], ['the body:']],
  ['an unknown field', { ...request, extra: 1 }, ['the body: Unrecognized key: "extra"']],
  ['a wrong mode', { ...request, mode: 'batch' }, ['mode:']],
  ['no steps', { ...request, steps: [] }, ['steps:']],
  ['a bad id', { ...request, id: 'a b' }, ['id:']],
  [
    'three faults at once',
    { ...request, wait: 'yes', goal: '', steps: [{ ...step('Plan'), tools: 1 }] },
    ['wait:', 'goal:', 'steps.0.name:', 'steps.0.tools:'],
  ],
  [
    'an unknown dependency',
    { ...request, steps: [step('a', ['b'])] },
    ['steps: step a depends on b, which is not a step of this run'],
  ],
  [
    'a circle',
    { ...request, steps: [step('a', ['b']), step('b', ['a'])] },
    ['steps: steps a, b wait for one another in a circle'],
  ],
];

/** What both implementations of finding 8 must do; the caller runs it. */
export function validationSuite(name: string, validation: Validation): Test {
  const test = suite(name);
  testGood(test, validation);
  testBad(test, validation);
  testLikeSchema(test, validation);
  return test;
}

function testGood(test: Test, validation: Validation): void {
  test('gives a good request back with all it holds, its fields in the order of the schema', () => {
    const shuffled = Object.fromEntries(Object.entries(request).reverse());
    assert.equal(validation.run(shuffled), request);
    assert.is(JSON.stringify(validation.run(shuffled)), JSON.stringify(request));
  });

  test('lets a request pass in every layer behind the edge, unchanged', () => {
    const atEdge = validation.run(request);
    for (const layer of layers) {
      assert.is(
        JSON.stringify(validation.runAgain(atEdge, layer)),
        JSON.stringify(atEdge),
        `at the ${layer}`,
      );
    }
  });

  test('gives a good analysis request back, within its limits', () => {
    for (const rows of [1, 1_000_000]) {
      assert.equal(validation.analyze({ dataset: { rows, seed: 0 } }), {
        dataset: { rows, seed: 0 },
      });
    }
  });
}

function testBad(test: Test, validation: Validation): void {
  test('refuses a bad request and names every fault', () => {
    for (const [what, body, faults] of refused) {
      const { message } = refusal(() => validation.run(body));
      const found = message.split('; ');
      assert.is(found.length, faults.length, `${what}: ${message}`);
      faults.forEach((fault, index) => {
        assert.ok(found[index]?.startsWith(fault), `${what}: ${message}`);
      });
    }
  });

  test('refuses a bad analysis request', () => {
    for (const dataset of [undefined, {}, { rows: 0, seed: 1 }, { rows: 1.5, seed: 1 }]) {
      assert.match(refusal(() => validation.analyze({ dataset })).message, /^dataset/);
    }
  });

  test('names 20 faults and counts the rest, so that a bad body has a short answer', () => {
    // Fifty bad names, and that the name is there more than once.
    const steps = Array.from({ length: 50 }, () => step('NO'));
    const { message } = refusal(() => validation.run({ ...request, steps }));
    assert.match(message, /^steps\.0\.name: .*; steps\.19\.name: [^;]*; and 31 more$/);
  });

  test('refuses ten thousand steps', () => {
    const steps = Array.from({ length: 10_000 }, (_, index) => step(`s${index}`));
    assert.match(refusal(() => validation.run({ ...request, steps })).message, /^steps: /);
  });

  test('names no fault of an earlier request', () => {
    refusal(() => validation.run({ ...request, id: '' }));
    assert.match(refusal(() => validation.run({ ...request, goal: '' })).message, /^goal: [^;]*$/);
    assert.equal(validation.run(request), request);
  });
}

function testLikeSchema(test: Test, validation: Validation): void {
  const schema = buildRunRequestSchema();
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(request)));
  const field = fc.constantFrom(...Object.keys(request), '__proto__', 'extra');
  const changed = fc
    .dictionary(field, value, { maxKeys: 2 })
    .map((changes) => JSON.parse(JSON.stringify({ ...request, ...changes })) as unknown);

  test('takes and refuses what the schema takes and refuses, and gives what it gives', () =>
    fc.assert(
      fc.property(fc.oneof(changed, fc.jsonValue()), (body) => {
        const expected = schema.safeParse(body);
        if (expected.success) {
          assert.is(JSON.stringify(validation.run(body)), JSON.stringify(expected.data));
          return;
        }
        const { message } = refusal(() => validation.run(body));
        for (const issue of expected.error.issues.slice(0, 20)) {
          assert.ok(message.includes(issue.message), message);
        }
      }),
    ));
}

function refusal(call: () => unknown): InvalidRequest {
  try {
    call();
  } catch (error) {
    assert.instance(error, InvalidRequest);
    return error as InvalidRequest;
  }
  return assert.unreachable('the request was not refused') as never;
}
