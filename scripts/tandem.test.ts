import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runSchema } from '../harness/record/run.ts';
import { isMeasured } from './measured.ts';

const test = suite('tandem');
const program = fileURLToPath(new URL('tandem.js', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tandem-cli-'));
test.after(() => rmSync(folder, { recursive: true }));

const listen = `.listen(process.env.PORT, '127.0.0.1')`;
const servers = {
  fast: `require('http').createServer((q, r) => r.end('ok'))${listen}`,
  slow: `require('http').createServer((q, r) => setTimeout(() => r.end('ok'), 20))${listen}`,
  broken: `require('http').createServer((q, r) => { r.statusCode = q.url === '/readyz' ? 200 : 500; r.end() })${listen}`,
  mortal: `let n = 0; require('http').createServer((q, r) => { if (++n > 30) process.exit(7); r.end('ok') })${listen}`,
  dead: `console.error('no such file: settings'); process.exit(3)`,
};
for (const [name, source] of Object.entries(servers))
  writeFileSync(join(folder, `${name}.cjs`), source);

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(cwd: string, options: readonly string[], environment = {}): ChildProcess {
  return spawn(process.execPath, [program, ...options], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ended(child: ChildProcess): Promise<Ended> {
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    text.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    text.stderr += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...text };
}

const tandem = (cwd: string, ...options: string[]) => ended(start(cwd, options));

const sides = (baseline: string, candidate: string): string[] => [
  ...['--baseline', `node ${baseline}.cjs`, '--candidate', `node ${candidate}.cjs`],
  ...['--url', '/', '--rate', '50', '--out', join(folder, `${baseline}-${candidate}`)],
];

const mistakes: readonly [string, string, readonly string[], number, RegExp][] = [
  ['an unknown command', folder, ['compar'], 2, /unknown command 'compar'/],
  ['an unknown flag', folder, ['compare', '--candidat', 'x'], 2, /Did you mean --candidate/],
  ['an unknown scenario', repository, ['compare', 'pipelin'], 2, /Did you mean 'pipeline'/],
  [
    'an unknown fix',
    repository,
    ['compare', 'gate', '--candidate', 'baseline+retri'],
    2,
    /Did you mean 'retry'/,
  ],
  ['a run that is not there', folder, ['report', 'nowhere'], 2, /no run at nowhere/],
  [
    "a folder that can't be written",
    folder,
    ['compare', ...sides('fast', 'fast'), '--out', '/dev/null/x'],
    4,
    /can't be written/,
  ],
  [
    'a command that is not there',
    folder,
    ['compare', ...sides('fast', 'nowhere'), '--quick'],
    4,
    /nowhere\.cjs/,
  ],
  [
    'a command that exits at once',
    folder,
    ['compare', ...sides('fast', 'dead'), '--quick'],
    4,
    /no such file: settings/,
  ],
  [
    'a side that answers with errors',
    folder,
    ['compare', ...sides('fast', 'broken'), '--quick'],
    4,
    /answered 500/,
  ],
  [
    'a side that dies under load',
    folder,
    ['compare', ...sides('fast', 'mortal'), '--duration', '8s'],
    5,
    /exit code 7/,
  ],
];
for (const [name, cwd, options, code, message] of mistakes) {
  test(`${name} gives one clear message and exit code ${code}`, async () => {
    const run = await tandem(cwd, ...options);
    assert.match(run.stderr, message);
    assert.is(run.code, code, run.stderr);
    assert.not.match(run.stderr, /\n\s+at /);
  });
}

for (const [name, url, code] of [
  ['an unreachable', 'postgres://nobody@127.0.0.1:1/x', 4],
  ['a malformed', 'not a url', 2],
] as const) {
  test(`${name} DATABASE_URL gives one clear message and exit code ${code}`, async () => {
    const out = join(folder, 'database');
    const run = await ended(
      start(repository, ['compare', 'gate', '--quick', '--out', out], { DATABASE_URL: url }),
    );
    assert.is(run.code, code, run.stderr);
    assert.match(run.stderr, /DATABASE_URL/);
    assert.not.match(run.stderr, /\n\s+at /);
  });
}

test('compare works on any two servers, and report draws the run again', async () => {
  const run = await tandem(folder, 'compare', ...sides('slow', 'fast'), '--quick', '--json');
  const parsed = runSchema.parse(JSON.parse(run.stdout));
  const p50 = parsed.scenarios[0]?.metrics['response.p50'];
  const [slow, fast] = [p50?.baseline?.value, p50?.candidate?.value];
  if (isMeasured(run)) assert.ok(slow !== undefined && fast !== undefined, run.stderr);
  if (slow !== undefined && fast !== undefined)
    assert.ok(slow >= 20 && fast < slow, `${slow} ${fast}`);
  const latest = join(folder, 'slow-fast', 'latest');
  for (const name of ['index.html', 'run.json', 'summary.md', 'junit.xml', 'arms.ndjson']) {
    assert.ok(existsSync(join(latest, name)), name);
  }
  const page = readFileSync(join(latest, 'index.html'), 'utf8');
  assert.is((await tandem(folder, 'report', latest)).code, 0);
  assert.is(readFileSync(join(latest, 'index.html'), 'utf8'), page);
});

test('a run.json that is cut off or of another schema is refused with what to do', async () => {
  await tandem(folder, 'compare', ...sides('fast', 'fast'), '--quick');
  const file = join(folder, 'fast-fast', 'latest', 'run.json');
  const whole = readFileSync(file, 'utf8');
  writeFileSync(file, whole.replace('tandem/run@1', 'tandem/run@9'));
  const other = await tandem(folder, 'report', file);
  assert.is(other.code, 2);
  assert.match(other.stderr, /tandem\/run@1/);
  truncateSync(file, 200);
  const cut = await tandem(folder, 'report', file);
  assert.is(cut.code, 2);
  assert.match(cut.stderr, /cut off/);
  rmSync(file);
  assert.is((await tandem(folder, 'report', join(folder, 'fast-fast', 'latest'))).code, 0);
});

test('Ctrl-C ends it with 130, and what was measured is in the report', async () => {
  const child = start(folder, ['compare', ...sides('fast', 'slow'), '--duration', '60s']);
  const arms = join(folder, 'fast-slow', 'latest', 'arms.ndjson');
  const done = ended(child);
  while (!existsSync(arms) || !readFileSync(arms, 'utf8').includes('"kind":"arm"')) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error((await done).stderr);
    await new Promise((later) => setTimeout(later, 50));
  }
  child.kill('SIGINT');
  const run = await done;
  assert.is(run.code, 130, run.stderr);
  const parsed = runSchema.parse(
    JSON.parse(readFileSync(join(folder, 'fast-slow', 'latest', 'run.json'), 'utf8')),
  );
  assert.ok(parsed.partial);
});

test('run.json is valid against the published JSON Schema', async () => {
  await tandem(folder, 'compare', ...sides('fast', 'fast'), '--quick');
  const read = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8')) as object;
  const validate = new Ajv2020({ strict: false }).compile(
    read(repository, 'docs', 'run.schema.json'),
  );
  validate(read(folder, 'fast-fast', 'latest', 'run.json'));
  assert.equal(validate.errors ?? [], []);
});

test('list shows every scenario with finding, load and time', async () => {
  const { stdout, code } = await tandem(repository, 'list', '--json');
  assert.is(code, 0);
  const { scenarios } = JSON.parse(stdout) as {
    scenarios: { name: string; finding: string; seconds: number }[];
  };
  const findings = new Set(scenarios.map(({ finding }) => finding));
  for (let finding = 1; finding <= 14; finding++)
    assert.ok(findings.has(String(finding)), `${finding}`);
  assert.ok(scenarios.every(({ seconds }) => seconds > 0));
});

test('the published schema is the one that schema prints', async () => {
  const { stdout } = await tandem(folder, 'schema');
  assert.fixture(stdout, readFileSync(join(repository, 'docs', 'run.schema.json'), 'utf8'));
});

test.run();
