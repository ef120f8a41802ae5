import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
    assert.is(git('status', '--porcelain'), 'M version.txt');
    assert.is(readFileSync(join(base.folder, 'built.txt'), 'utf8'), 'built\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('of all versions that were built the last three used are kept', async () => {
  const { folder, git } = repository();
  try {
    const branches = ['main', 'b', 'c', 'd'];
    for (const branch of branches.slice(1)) {
      git('commit', '-q', '--allow-empty', '-m', branch);
      git('branch', branch);
    }
    const opened: string[] = [];
    for (const branch of ['main', 'b', 'c', 'main', 'd']) {
      opened.push((await openBase(branch, 'true', folder)).folder);
      await sleep(20);
    }
    const isThere = ([, b = '', c = '', main = '', d = '']: readonly string[]) =>
      [b, c, main, d].map((each) => existsSync(each));
    assert.equal(isThere(opened), [false, true, true, true]);
    assert.is((await openBase('b', 'true', folder)).folder, opened[1]);
    assert.equal(isThere(opened), [true, false, true, true]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a build that does not mind being ended is killed, with what it started', async () => {
  const { folder } = repository();
  try {
    const stop = new AbortController();
    const deaf = `trap '' TERM; sleep 60 & echo $! >../deaf.pid; wait`;
    const opening = failureOf(openBase('main', deaf, folder, stop.signal));
    const pidFile = join(folder, 'node_modules', '.cache', 'tandem', 'deaf.pid');
    let isOver = false;
    void opening.then(() => {
      isOver = true;
    });
    while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') {
      assert.not(isOver, 'the build is ended before it began');
      await sleep(20);
    }
    stop.abort();
    assert.match((await opening).message, /can't be built/);
    const pid = Number(readFileSync(pidFile, 'utf8'));
    while (isRunning(pid)) await sleep(20);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Not one that has ended and waits for its parent to take notice. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test('what stands in the way is said', async () => {
  const { folder, git } = repository();
  const nowhere = mkdtempSync(join(tmpdir(), 'tandem-base-test-'));
  try {
    const unbuilt = await failureOf(openBase('main', 'echo no compiler >&2; exit 3', folder));
    assert.is(unbuilt.code, exitCode.notFit);
    assert.match(unbuilt.message, /ended with exit code 3[\s\S]*no compiler/);
    assert.match(unbuilt.message, /gate\.install/);
    const early = 'echo the cause >&2; seq 9999; echo the end; exit 1';
    assert.match(
      (await failureOf(openBase('main', early, folder))).message,
      /the cause[\s\S]*the end/,
    );
    git('checkout', '-q', '--orphan', 'other');
    git('commit', '-q', '-m', 'other');
    assert.match((await failureOf(openBase('main', 'true', folder))).message, /unrelated/);
    const unknown = await failureOf(openBase('mian', 'true', folder));
    assert.is(unknown.code, exitCode.usage);
    assert.match(unknown.message, /'mian' is no commit that git knows here/);
    assert.match(
      (await failureOf(openBase('main', 'true', nowhere))).message,
      /git says: fatal: not a/,
    );
    const path = process.env['PATH'];
    process.env['PATH'] = nowhere;
    const without = await failureOf(openBase('main', 'true', folder)).finally(() => {
      process.env['PATH'] = path;
    });
    assert.match(without.message, /no program of that name/);
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
