import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { timeoutArguments } from './killed-if-hung.ts';

const test = suite('CI');
const repository = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

interface Step {
  readonly id?: string;
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
}

const server = (ms: number): string =>
  `require('http').createServer((q, r) => setTimeout(() => r.end('ok'), ${ms})).listen(process.env.PORT, '127.0.0.1')`;

/** A repository whose server takes so many ms in `main` and in its branch `change`. */
function pullRequest(
  [before, after]: readonly [number, number],
  files: Readonly<Record<string, string>>,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-action-'));
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
  const git = (...args: string[]) => execFileSync('git', [...identity, ...args], { cwd: folder });
  git('init', '-q', '-b', 'main');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  for (const [ms, branch] of [
    [before, 'main'],
    [after, 'change'],
  ] as const) {
    if (branch !== 'main') git('switch', '-q', '-c', branch);
    writeFileSync(join(folder, 'shop.cjs'), server(ms));
    git('add', '.');
    git('commit', '-q', '-m', branch);
  }
  return folder;
}

test('the steps of the action fail a pull request that is slower, and say so', () => {
  const action = parse(read('action.yml')) as Action;
  const config = { variants: { shop: { command: 'node shop.cjs' } }, gate: { install: 'true' } };
  const folder = pullRequest([2, 14], { 'tandem.config.json': JSON.stringify(config) });
  const output = join(folder, 'output');
  writeFileSync(output, '');
  const given: Readonly<Record<string, string>> = {
    base: 'main',
    flags:
      '--candidate "node shop.cjs" --url / --rate 100 --duration 12s --limit response.p50.ratio<=1.05',
  };
  const filled = (text: string): string =>
    text.replace(/\$\{\{ inputs\.(\w+) \}\}/g, (_, name: string) =>
      String(given[name] ?? action.inputs[name]?.default),
    );
  try {
    const statuses = action.runs.steps.map(({ run, env = {} }) => {
      const own = Object.entries(env).map(([name, value]) => [name, filled(value)]);
      const told = { GITHUB_ACTION_PATH: repository, GITHUB_OUTPUT: output };
      return spawnSync(
        'timeout',
        [...timeoutArguments, 'bash', '-e', '-o', 'pipefail', '-c', run],
        {
          cwd: folder,
          env: { ...process.env, ...told, ...Object.fromEntries(own) },
          encoding: 'utf8',
        },
      );
    });
    const [setUp, gate] = statuses;
    assert.is(setUp?.status, 0, setUp?.stderr);
    const state = /^state=(\w+)$/m.exec(readFileSync(output, 'utf8'))?.[1];
    // Where other work goes on, the gate says that it is invalid.
    if (state === 'invalid') assert.is(gate?.status, 4, gate?.stderr);
    else assert.equal([gate?.status, state], [1, 'failed'], gate?.stderr);
    for (const { value } of Object.values(action.outputs)) {
      const [, id, name] = /^\$\{\{ steps\.(\w+)\.outputs\.(\w+) \}\}$/.exec(value) ?? [];
      assert.ok(
        action.runs.steps.some((step) => step.id === id),
        value,
      );
      assert.match(readFileSync(output, 'utf8'), new RegExp(`^${name}=`, 'm'));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const scenarioModule = new URL('../harness/index.js', import.meta.url).href;
const buying = `import { constantArrivals, defineScenario, planOf } from ${JSON.stringify(scenarioModule)};
export const gate = defineScenario({
  name: 'gate', title: 'buys', findings: [], metricOfInterest: 'response.p50',
  load: { kind: 'open', ratePerSecond: 100, armMs: 250, cutMs: 0, unit: 'quad' },
  trial: { launches: 2, units: 12 }, parameters: {}, database: false, services: [],
  environment: {}, timeoutMs: 2000,
  plan: (seed) => planOf(seed, constantArrivals(100, 250)),
  drive: async (operation, io) => {
    await io.http({ method: 'GET', path: '/' });
    return { digest: '' };
  },
});
`;

/** A project that has this harness as its submodule; its branch is faster, so that one gate is enough. */
function mergeRequest(): string {
  const folder = pullRequest([14, 2], {
    'tandem.config.json': JSON.stringify({
      variants: { before: { command: 'node shop.cjs' }, shop: { command: 'node shop.cjs' } },
      scenarios: ['gate.mjs'],
      gate: { install: 'true' },
    }),
    'gate.mjs': buying,
    'package.json': JSON.stringify({ name: 'shop', version: '1.0.0' }),
    'package-lock.json': JSON.stringify({
      ...{ name: 'shop', version: '1.0.0', lockfileVersion: 3, requires: true },
      packages: { '': { name: 'shop', version: '1.0.0' } },
    }),
  });
  symlinkSync(repository, join(folder, 'tandem'));
  execFileSync('git', ['remote', 'add', 'origin', folder], { cwd: folder });
  execFileSync('git', ['fetch', '-q', 'origin'], { cwd: folder });
  return folder;
}

test('the steps of the GitLab example hold a merge request against its target', () => {
  const { tandem: job } = parse(read('docs/example/gitlab-ci.yml')) as {
    tandem: { script: readonly string[]; artifacts: { reports: { junit: string } } };
  };
  const folder = mergeRequest();
  try {
    const script = job.script.join('\n');
    const ran = spawnSync(
      'timeout',
      [...timeoutArguments, 'bash', '-e', '-o', 'pipefail', '-c', script],
      {
        cwd: folder,
        env: { ...process.env, CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' },
        encoding: 'utf8',
      },
    );
    const run = JSON.parse(readFileSync(join(folder, 'reports/latest/run.json'), 'utf8'));
    // Where other work goes on, the gate says that it is invalid.
    if (run.gate.state === 'invalid') {
      assert.is(ran.status, 4, ran.stderr);
      assert.ok(
        run.gate.reasons.length > 0 && ran.stderr.includes(run.gate.reasons[0]),
        ran.stderr,
      );
    } else {
      assert.is(ran.status, 0, ran.stderr);
      assert.ok(run.scenarios[0].metrics['response.p50'].ratio.value < 0.6, ran.stderr);
    }
    assert.match(run.variants[0].name, / at [0-9a-f]{7}/);
    assert.match(readFileSync(join(folder, job.artifacts.reports.junit), 'utf8'), /<testsuites/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
