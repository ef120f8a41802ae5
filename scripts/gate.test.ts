import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Run, runSchema } from '../harness/record/run.ts';
import { killedIfHung } from './killed-if-hung.ts';

const test = suite('tandem gate');
const program = fileURLToPath(new URL('tandem.js', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tandem-gate-'));
test.after(() => rmSync(folder, { recursive: true }));

const listen = `.listen(process.env.PORT, '127.0.0.1')`;
const answerAfter = (ms: number): string =>
  `require('http').createServer((q, r) => setTimeout(() => r.end('ok'), ${ms}))${listen}`;
writeFileSync(join(folder, 'fast.cjs'), answerAfter(2));
writeFileSync(join(folder, 'slow.cjs'), answerAfter(12));

function gate(cwd: string, options: readonly string[], environment = {}) {
  return spawnSync(process.execPath, [program, 'gate', ...options], {
    cwd,
    encoding: 'utf8',
    ...killedIfHung,
    env: { ...process.env, ...environment },
  });
}

const sides = (baseline: string, candidate: string): string[] => [
  ...['--baseline', `node ${baseline}.cjs`, '--candidate', `node ${candidate}.cjs`],
  ...['--url', '/', '--rate', '100', '--duration', '12s', '--json'],
  ...['--out', join(folder, `${baseline}-${candidate}`)],
];

/** Where other work goes on, a gate says that it is invalid, and why. */
const disturbed = ({ gate: judged }: Run): boolean => judged?.state === 'invalid';

test('a candidate six times slower breaks the limit, and CI is told', () => {
  const told = { summary: join(folder, 'summary'), output: join(folder, 'output') };
  for (const file of Object.values(told)) writeFileSync(file, '');
  const { status, stdout, stderr } = gate(
    folder,
    [...sides('fast', 'slow'), '--limit', 'response.p50.ratio<=1.05', 'errors.rate.candidate<=5%'],
    {
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: told.summary,
      GITHUB_OUTPUT: told.output,
    },
  );
  const run = runSchema.parse(JSON.parse(stdout));
  if (disturbed(run)) return assert.is(status, 4, stderr);
  assert.is(status, 1, stderr);
  assert.is(run.gate?.state, 'failed');
  assert.equal(
    run.gate?.limits.map(({ state }) => state),
    ['broken', 'kept'],
  );
  assert.match(stderr, /::error title=Tandem::response\.p50\.ratio<=1\.05 is broken/);
  assert.match(readFileSync(told.summary, 'utf8'), /Gate failed/);
  assert.match(readFileSync(told.output, 'utf8'), /^state=failed$/m);
  const junit = readFileSync(join(folder, 'fast-slow', 'latest', 'junit.xml'), 'utf8');
  assert.match(junit, /tests="2" failures="1"/);
});

test('a candidate six times faster keeps the limit, and fewer launches do', () => {
  const { status, stdout, stderr } = gate(folder, [
    ...sides('slow', 'fast'),
    ...['--limit', 'response.p50.ratio<=1.05'],
  ]);
  const run = runSchema.parse(JSON.parse(stdout));
  if (disturbed(run)) return assert.is(status, 4, stderr);
  assert.is(status, 0, stderr);
  assert.is(run.gate?.state, 'passed');
  assert.ok((run.scenarios[0]?.launches ?? 9) <= 4);
});

test('a stored run is judged by other limits, without measuring', () => {
  const stored = join(folder, 'fast-slow', 'latest');
  const limit = (text: string) => gate(folder, ['--run', stored, '--json', '--limit', text]);
  const { status, stdout, stderr } = limit('response.p50.candidate<=1s');
  const run = runSchema.parse(JSON.parse(stdout));
  if (disturbed(run)) return assert.is(status, 4, stderr);
  assert.is(status, 0, stderr);
  assert.is(limit('response.p50.candidate<=5ms').status, 1);
  assert.is(gate(folder, ['--run', join(folder, 'nowhere')]).status, 2);
  assert.match(gate(folder, ['other', '--run', stored]).stderr, /unknown scenario 'other'/);
});

const mistakes: readonly [string, string, readonly string[], RegExp][] = [
  [
    'an unknown metric',
    folder,
    [...sides('fast', 'fast'), '--limit', 'response.p97.ratio<=1'],
    /unknown metric 'response\.p97'/,
  ],
  [
    'a wrong unit',
    folder,
    [...sides('fast', 'fast'), '--limit', 'response.p95.candidate<=5MiB'],
    /no unit of it/,
  ],
  ['a burst', repository, ['pipeline-burst'], /is a burst/],
  ['no git', folder, ['--url', '/', '--candidate', 'node fast.cjs', '--base', 'main'], /needs git/],
  ['a run and a base', folder, ['--run', 'x', '--base', 'main'], /leave out one/],
  ['an unknown scenario', repository, ['gat'], /Did you mean 'gate'/],
];

for (const [name, cwd, options, message] of mistakes) {
  test(`${name} is a usage error`, () => {
    const { status, stdout, stderr } = gate(cwd, options);
    assert.is(status, 2, stderr);
    assert.match(stderr, message);
    assert.is(stdout, '');
  });
}

test('a job on GitHub is told that nothing was measured', () => {
  const output = join(folder, 'output-of-error');
  writeFileSync(output, 'before=1\n');
  const github = { GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: output };
  const options = [...sides('fast', 'fast'), '--limit', 'response.p97.ratio<=1'];
  const { status, stderr } = gate(folder, options, github);
  assert.is(status, 2, stderr);
  assert.match(stderr, /^::error title=Tandem::.*unknown metric 'response\.p97'/m);
  assert.is(readFileSync(output, 'utf8'), 'before=1\nstate=error\n');
});

test.run();
