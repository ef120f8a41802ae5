import { spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { divideCores, parseCoreList, pinnedCommand, pinSelf, planCores } from './cores.ts';

const test = suite('cores');

test('a list of cores is read as the kernel prints it', () => {
  for (const [text, cores] of [
    ['0\n', [0]],
    ['0-3\n', [0, 1, 2, 3]],
    ['1,3-4,7', [1, 3, 4, 7]],
    ['\n', []],
  ] as const) {
    assert.equal(parseCoreList(text), cores);
  }
});

const apart = (core: number): readonly number[] => [core];
const siblingOfTwo = (core: number): readonly number[] => [
  core,
  core % 2 === 0 ? core + 1 : core - 1,
];

test('servers get a core, their helpers the others, and a hyperthread of the servers stays idle', () => {
  for (const [allowed, siblings, measured, helpers] of [
    [[0, 1], apart, [1], [0]],
    [[4, 6, 7], apart, [6], [4, 7]],
    [[0, 1, 2, 3], siblingOfTwo, [1], [2, 3]],
    [[0, 1], siblingOfTwo, [1], [0]],
  ] as const) {
    const plan = divideCores(allowed, siblings);
    assert.equal([plan.measured, plan.helpers], [measured, helpers]);
  }
});

test('one core cannot be divided, and the plan says so', () => {
  const plan = divideCores([3], apart);
  assert.is(plan.measured, null);
  assert.match(plan.words, 'not pinned: there is only one core');
});

test('a pinned command runs on its core only, under the pid that was spawned', () => {
  const plan = planCores();
  const [program = '', ...rest] = pinnedCommand(
    [process.execPath, '-p', 'process.pid + fs.readFileSync("/proc/self/status", "utf8")'],
    plan.measured,
  );
  const { pid, stdout } = spawnSync(program, rest, { encoding: 'utf8' });
  if (plan.measured === null) {
    assert.match(plan.words, 'not pinned');
    return;
  }
  assert.ok(stdout.startsWith(String(pid)));
  assert.match(stdout, new RegExp(`Cpus_allowed_list:\\s+${plan.measured[0]}\n`));
});

test('without cores nothing is pinned', () => {
  assert.equal(pinnedCommand(['node', 'a.js'], null), ['node', 'a.js']);
  assert.is(pinSelf(null), false);
});

test.run();
