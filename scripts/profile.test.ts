import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Diagnosis } from '../harness/profile/diagnosis.ts';
import { isMeasured } from './measured.ts';

const test = suite('profile');
const execute = promisify(execFile);
const tandem = fileURLToPath(new URL('./tandem.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tandem-profile-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

const server = (work: string) => `const http = require('node:http');
function render(request) {
${work}
  return JSON.stringify({ url: request.url });
}
http.createServer((request, response) => response.end(render(request)))
  .listen(process.env.PORT, '127.0.0.1');
`;
const blocking = server('  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 40);');
writeFileSync(join(folder, 'blocking.cjs'), blocking);
writeFileSync(join(folder, 'plain.cjs'), server('  // nothing more'));

const run = (command: string, ...flags: readonly string[]) =>
  execute(process.execPath, [tandem, command, ...flags], { cwd: folder, maxBuffer: 2 ** 26 });
const asked = ['--url', '/a', '--rate', '4', '--out', 'reports'];

/** The folder of the last run, and what its page says. */
function lastRun(): { readonly run: string; readonly page: string } {
  const ids = readdirSync(join(folder, 'reports')).filter((name) => name !== 'latest');
  const path = join(folder, 'reports', ids.sort().at(-1) ?? '');
  return { run: path, page: readFileSync(join(path, 'index.html'), 'utf8') };
}

test('a variant is looked into: the blocker at its line, counts, a profile for DevTools, a page', async () => {
  const { stdout, stderr } = await run('profile', 'node blocking.cjs', ...asked, '--json');
  const { sides } = JSON.parse(stdout) as Diagnosis;
  assert.equal(Object.keys(sides), ['baseline']);
  const [blocker] = sides.baseline?.cpu.blockers ?? [];
  assert.equal([blocker?.site.file, blocker?.site.line], ['blocking.cjs', 3]);
  assert.ok(['waiting', 'starved'].includes(blocker?.kind ?? ''), blocker?.kind);
  assert.match(stderr, /render, blocking\.cjs:3/);
  const { numbers } = sides.baseline?.counts ?? {};
  assert.equal(numbers?.['JSON.stringify'], { perOperation: 1, exact: true });
  // A request is answered by one function and rendered by another.
  assert.equal(numbers?.['function calls'], { perOperation: 2, exact: true });
  const last = lastRun();
  assert.match(last.page, /render, blocking\.cjs:3/);
  const profiles = join(last.run, 'profiles');
  const [raw = ''] = readdirSync(profiles).filter((name) => name.endsWith('.cpuprofile'));
  const { nodes, samples } = JSON.parse(readFileSync(join(profiles, raw), 'utf8'));
  assert.ok(nodes.length > 3 && samples.length > 100);
});

test('two variants stand side by side, each with what is its own', async () => {
  const { stdout } = await run(
    'profile',
    'node blocking.cjs',
    'node plain.cjs',
    ...asked,
    '--json',
  );
  const { sides } = JSON.parse(stdout) as Diagnosis;
  assert.equal(Object.keys(sides), ['baseline', 'candidate']);
  const linesOf = (side: 'baseline' | 'candidate') =>
    sides[side]?.cpu.blockers.map(({ site }) => `${site.file}:${site.line}`) ?? [];
  assert.is(linesOf('baseline')[0], 'blocking.cjs:3');
  assert.not(linesOf('candidate').some((line) => line.startsWith('blocking.cjs')));
  assert.match(lastRun().page, /µs of the main thread an operation/);
});

test('compare --profile puts the same of both sides into its report', async () => {
  const sides = ['--baseline', 'node blocking.cjs', '--candidate', 'node plain.cjs'];
  const flags = [...sides, ...asked, '--quick', '--duration', '2s', '--profile'];
  isMeasured(
    await run('compare', ...flags).then(
      ({ stderr }) => ({ code: 0, stderr }),
      (error) => error,
    ),
  );
  const last = lastRun();
  assert.match(last.page, /response time/);
  assert.match(last.page, /render, blocking\.cjs:3/);
  assert.match(last.page, /<th scope="row">JSON\.stringify<td>1<td>1/);
  const raw = readdirSync(join(last.run, 'profiles')).filter((name) =>
    name.endsWith('.cpuprofile'),
  );
  assert.is(raw.length, 2);
});

const bad: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['an unknown variant', ['nobody'], /nobody/],
  ['an unknown scenario', ['node plain.cjs', '--scenario', 'x'], /x/],
  ['no probe', ['env -u NODE_OPTIONS node plain.cjs', '--url', '/'], /can not be looked into/],
];
for (const [what, given, words] of bad) {
  test(`${what} is told without a stack`, async () => {
    const { code, stderr } = await run('profile', ...given, '--out', 'bad').then(
      () => ({ code: 0, stderr: '' }),
      (error) => error,
    );
    assert.ok([2, 4].includes(code), `${code}: ${stderr}`);
    assert.match(stderr, words);
    assert.not.match(stderr, /\n {4}at /);
  });
}

test.run();
