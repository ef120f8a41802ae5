import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';

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

/** A repository whose branch `change` makes its server slower than `main` has it. */
function pullRequest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-action-'));
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
  const git = (...args: string[]) => execFileSync('git', [...identity, ...args], { cwd: folder });
  git('init', '-q', '-b', 'main');
  const config = { variants: { shop: { command: 'node shop.cjs' } }, gate: { install: 'true' } };
  writeFileSync(join(folder, 'tandem.config.json'), JSON.stringify(config));
  for (const [ms, branch] of [
    [2, 'main'],
    [14, 'change'],
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
  const folder = pullRequest();
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
      return spawnSync('bash', ['-e', '-o', 'pipefail', '-c', run], {
        cwd: folder,
        env: { ...process.env, ...told, ...Object.fromEntries(own) },
        encoding: 'utf8',
      });
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

test('the GitLab example asks for what there is', () => {
  const { tandem: job } = parse(read('docs/example/gitlab-ci.yml')) as {
    tandem: { script: readonly string[]; artifacts: { reports: { junit: string } } };
  };
  assert.is(job.artifacts.reports.junit, 'reports/latest/junit.xml');
  const [line = ''] = job.script.filter((each) => each.includes('tandem'));
  const flags = [...line.matchAll(/--[a-z-]+/g)].map(([flag]) => flag);
  const program = join(repository, 'dist/scripts/tandem.js');
  const help = execFileSync(process.execPath, [program, 'gate', '--help'], { encoding: 'utf8' });
  assert.ok(flags.length > 0);
  for (const flag of flags) assert.ok(help.includes(flag), flag);
});

test.run();
