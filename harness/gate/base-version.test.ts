import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exitCode, TandemError } from '../error.ts';
import { openBase } from './base-version.ts';

const test = suite('base version');

const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];

/** A repository with a commit `one`, a branch `main` on it, and a commit `two` on a branch. */
function repository(): { folder: string; git: (...args: string[]) => string } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tandem-base-test-')));
  const git = (...args: string[]): string =>
    execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' }).trim();
  git('init', '-q', '-b', 'main');
  for (const text of ['one', 'two']) {
    writeFileSync(join(folder, 'version.txt'), text);
    git('add', '.');
    git('commit', '-q', '-m', text);
    if (text === 'one') git('switch', '-q', '-c', 'change');
  }
  return { folder, git };
}

const failureOf = (work: Promise<unknown>): Promise<TandemError> =>
  work.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => {
      if (error instanceof TandemError) return error;
      throw error;
    },
  );

test('the merge base is checked out and built once', async () => {
  const { folder, git } = repository();
  try {
    writeFileSync(join(folder, 'version.txt'), 'not committed');
    const base = await openBase('main', 'echo built >> built.txt', folder);
    assert.is(base.commit, git('rev-parse', 'main'));
    assert.is(base.root, folder);
    assert.is(readFileSync(join(base.folder, 'version.txt'), 'utf8'), 'one');
    const again = await openBase('main', 'echo built >> built.txt', folder);
    assert.equal(again, base);
    assert.is(readFileSync(join(base.folder, 'built.txt'), 'utf8'), 'built\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what stands in the way is said', async () => {
  const { folder } = repository();
  const nowhere = mkdtempSync(join(tmpdir(), 'tandem-base-test-'));
  try {
    const unbuilt = await failureOf(openBase('main', 'echo no compiler >&2; exit 3', folder));
    assert.is(unbuilt.code, exitCode.notFit);
    assert.match(unbuilt.message, /ended with exit code 3[\s\S]*no compiler/);
    const unknown = await failureOf(openBase('mian', 'true', folder));
    assert.is(unknown.code, exitCode.usage);
    assert.match(unknown.message, /'mian' is no commit that git knows here/);
    assert.match((await failureOf(openBase('main', 'true', nowhere))).message, /needs git/);
  } finally {
    rmSync(folder, { recursive: true });
    rmSync(nowhere, { recursive: true });
  }
});

test('a shallow clone is told to fetch', async () => {
  const { folder } = repository();
  const shallow = realpathSync(mkdtempSync(join(tmpdir(), 'tandem-base-test-')));
  try {
    execFileSync(
      'git',
      ['clone', '-q', '--depth', '1', '--no-single-branch', `file://${folder}`, '.'],
      {
        cwd: shallow,
      },
    );
    const { code, message } = await failureOf(openBase('origin/main', 'true', shallow));
    assert.is(code, exitCode.usage);
    assert.match(message, /shallow.*fetch-depth: 0/);
  } finally {
    rmSync(folder, { recursive: true });
    rmSync(shallow, { recursive: true });
  }
});

test.run();
