import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseGate } from './parse-gate.ts';

const test = suite('what a gate is asked for');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tandem gate-test-')));
const link = `${folder}-link`;
const server = join(folder, 'server.cjs');

test.before(() => {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
  const git = (...args: string[]) => execFileSync('git', [...identity, ...args], { cwd: folder });
  git('init', '-q', '-b', 'main');
  writeFileSync(server, 'old');
  const environment = {
    ENTRY: server,
    URL_OF_IT: `file://${server.replaceAll(' ', '%20')}`,
    PATHS: `${folder}/node_modules/.bin:${folder}/bin:${folder}-other/bin:/usr/bin`,
  };
  const variants = { shop: { command: 'node server.cjs', environment } };
  const config = { variants, gate: { install: 'true' } };
  writeFileSync(join(folder, 'tandem.config.json'), JSON.stringify(config));
  git('add', '.');
  git('commit', '-q', '-m', 'old');
  writeFileSync(server, 'new');
  symlinkSync(folder, link);
});

test.after(() => {
  rmSync(folder, { recursive: true });
  rmSync(link);
});

const sidesOf = (candidate: string, cwd = folder) =>
  parseGate(undefined, { url: '/', candidate, base: 'main' }, cwd);

test('absolute paths in a command are those of the base, by whichever name', async () => {
  for (const [path, cwd] of [
    [server, folder],
    [join(link, 'server.cjs'), folder],
    [join(link, 'server.cjs'), link],
  ] as const) {
    const { baseline, candidate } = await sidesOf(`node '${path}' '--entry=${server}'`, cwd);
    const [, file = '', flag = ''] = baseline.command;
    assert.is(readFileSync(file, 'utf8'), 'old', path);
    assert.is(readFileSync(flag.replace('--entry=', ''), 'utf8'), 'old');
    assert.is(readFileSync(join(baseline.cwd, 'server.cjs'), 'utf8'), 'old');
    assert.is(candidate.command[1], path);
  }
});

test('so are those in the environment, but for packages that the base has none of', async () => {
  const { baseline } = await sidesOf('shop');
  const { ENTRY = '', URL_OF_IT = '', PATHS = '' } = baseline.environment;
  assert.is(readFileSync(ENTRY, 'utf8'), 'old');
  assert.is(readFileSync(new URL(URL_OF_IT), 'utf8'), 'old');
  assert.is(PATHS, `${folder}/node_modules/.bin:${baseline.cwd}/bin:${folder}-other/bin:/usr/bin`);
});

test('a wrong limit is said before the base is built', async () => {
  const cache = join(folder, 'node_modules');
  rmSync(cache, { recursive: true, force: true });
  await parseGate(undefined, { url: '/', base: 'main', limit: ['x'] }, folder).then(
    () => assert.unreachable(),
    (error: Error) => assert.match(error.message, /--limit takes/),
  );
  assert.not(existsSync(cache));
});

test.run();
