import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { buildAnalyzeRequestSchema, buildRunRequestSchema } from './request-schema.ts';

const test = suite('request schema');

const step = { name: 'a', dependsOn: [], prompt: 'p', tools: [] };
const run = { id: 'r~A1', mode: 'interactive', wait: true, goal: 'g', context: '', steps: [step] };
const tool = { name: 't', latencyMs: 1.5, records: 3 };

test('takes a run with every optional part', () => {
  const full = { ...step, tools: [tool], dataset: { rows: 1, seed: 0 }, model: false };
  const request = { ...run, dryRun: true, steps: [full] };
  assert.equal(buildRunRequestSchema().parse(request), request);
});

const names = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`);

const refused: readonly [what: string, request: unknown, path: string][] = [
  ['nothing', undefined, ''],
  ['a list', [], ''],
  ['a field that is not known', { ...run, extra: 1 }, ''],
  ['an id with a slash', { ...run, id: 'a/b' }, 'id'],
  ['an id of 121 characters', { ...run, id: 'x'.repeat(121) }, 'id'],
  ['a mode that is not known', { ...run, mode: 'fast' }, 'mode'],
  [
    'a context of over 1.5 million characters',
    { ...run, context: 'x'.repeat(1_500_001) },
    'context',
  ],
  ['no steps', { ...run, steps: [] }, 'steps'],
  ['10,000 steps', { ...run, steps: names(10_000).map((name) => ({ ...step, name })) }, 'steps'],
  ['a step named in capitals', { ...run, steps: [{ ...step, name: 'A' }] }, 'steps.0.name'],
  ['a circle', { ...run, steps: [{ ...step, dependsOn: ['a'] }] }, 'steps'],
  [
    'a tool that takes less than no time',
    { ...run, steps: [{ ...step, tools: [{ ...tool, latencyMs: -1 }] }] },
    'steps.0.tools.0.latencyMs',
  ],
];
for (const [what, request, path] of refused) {
  test(`refuses ${what}`, () => {
    const { error } = buildRunRequestSchema().safeParse(request);
    assert.equal(
      error?.issues.map((issue) => issue.path.join('.')),
      [path],
    );
  });
}

test('refuses datasets without rows, with too many, and with a seed beyond 32 bits', () => {
  const schema = buildAnalyzeRequestSchema();
  assert.ok(schema.safeParse({ dataset: { rows: 1_000_000, seed: 4_294_967_295 } }).success);
  for (const dataset of [
    { rows: 0, seed: 1 },
    { rows: 1_000_001, seed: 1 },
    { rows: 1, seed: 2 ** 32 },
    { rows: 1.5, seed: 1 },
  ]) {
    assert.not.ok(schema.safeParse({ dataset }).success);
  }
});

test.run();
