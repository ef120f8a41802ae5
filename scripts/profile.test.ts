import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Diagnosis } from '../harness/profile/diagnosis.ts';

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

const profile = (...flags: readonly string[]) =>
  execute(process.execPath, [tandem, 'profile', ...flags], { cwd: folder, maxBuffer: 2 ** 26 });

test('a pair is looked into: the blocker at its line, counts, profiles for DevTools, a page', async () => {
  const flags = ['--url', '/a', '--rate', '4', '--out', 'reports', '--json'];
  const { stdout, stderr } = await profile('node blocking.cjs', 'node plain.cjs', ...flags);
  const { sides } = JSON.parse(stdout) as Diagnosis;
  const { baseline, candidate } = sides;
  const [blocker] = baseline?.cpu.blockers ?? [];
  assert.equal([blocker?.site.file, blocker?.site.line], ['blocking.cjs', 3]);
  assert.ok(['waiting', 'starved'].includes(blocker?.kind ?? ''), blocker?.kind);
  assert.match(stderr, /render, blocking\.cjs:3/);
  assert.not(candidate?.cpu.blockers.some(({ site }) => site.file === 'plain.cjs'));
  assert.equal(candidate?.counts?.numbers['JSON.stringify'], { perOperation: 1, exact: true });
  // A request is answered by one function and rendered by another.
  assert.equal(candidate?.counts?.numbers['function calls'], { perOperation: 2, exact: true });
  const [run = ''] = readdirSync(join(folder, 'reports'));
  const page = readFileSync(join(folder, 'reports', run, 'index.html'), 'utf8');
  assert.match(page, /render, blocking\.cjs:3/);
  const profiles = join(folder, 'reports', run, 'profiles');
  const raw = readdirSync(profiles).filter((name) => name.endsWith('.cpuprofile'));
  assert.is(raw.length, 2);
  const { nodes, samples } = JSON.parse(readFileSync(join(profiles, raw[0] ?? ''), 'utf8'));
  assert.ok(nodes.length > 3 && samples.length > 100);
});

const bad: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['an unknown variant', ['nobody'], /nobody/],
  ['an unknown scenario', ['node plain.cjs', '--scenario', 'x'], /x/],
  ['no probe', ['env -u NODE_OPTIONS node plain.cjs', '--url', '/'], /can not be looked into/],
];
for (const [what, given, words] of bad) {
  test(`${what} is told without a stack`, async () => {
    const { code, stderr } = await profile(...given, '--out', 'bad').then(
      () => ({ code: 0, stderr: '' }),
      (error) => error,
    );
    assert.ok([2, 4].includes(code), `${code}: ${stderr}`);
    assert.match(stderr, words);
    assert.not.match(stderr, /\n {4}at /);
  });
}

test.run();
