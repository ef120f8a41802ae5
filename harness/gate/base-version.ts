/** The version that a change started from, checked out and built beside the working tree. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { notFitError, type TandemError, usageError } from '../error.ts';

const run = promisify(execFile);

export interface BaseVersion {
  readonly commit: string;
  /** Its root, as the working tree's is `root`. */
  readonly folder: string;
  /** Of the working tree. */
  readonly root: string;
}

/**
 * The merge base of `ref` and HEAD in a worktree below node_modules, where it finds the packages of
 * the working tree, too. `install` is run in it by a shell, once a commit, and ended with all that it
 * started when `signal` is aborted. Throws a usage error without git or with a ref that git does not
 * know, `notFit` for what can't be built.
 */
export async function openBase(
  ref: string,
  install: string,
  cwd: string,
  signal?: AbortSignal,
): Promise<BaseVersion> {
  const root = await git(cwd, ['rev-parse', '--show-toplevel']).catch((error: unknown) => {
    throw noRepository(error as GitError, cwd);
  });
  const commit = await mergeBase(ref, cwd);
  const cache = join(root, 'node_modules', '.cache', 'tandem');
  const folder = join(cache, `base-${commit}`);
  const built = `${folder}.built`;
  if (!isBuilt(folder, built, install)) {
    mkdirSync(cache, { recursive: true });
    // Where node_modules is not ignored, the base would make a clean working tree a changed one.
    writeFileSync(join(cache, '.gitignore'), '*\n');
    await checkout(folder, commit, root);
    await build(folder, install, ref, signal);
  }
  // Written again each time: its date is that of the last use.
  writeFileSync(built, `${install}\n`);
  removeOldest(cache);
  return { commit, folder, root };
}

interface GitError extends Error {
  readonly code?: unknown;
  readonly stderr?: string;
}

/** There is no git, no repository, or one that git does not trust: it says itself which. */
function noRepository({ code, stderr = '' }: GitError, cwd: string): TandemError {
  if (code === 'ENOENT') {
    return usageError(
      '--base needs git, and there is no program of that name in PATH: install it.',
    );
  }
  const [said = 'nothing'] = stderr.trim().split('\n');
  return usageError(`--base needs git and a repository, and in ${cwd} git says: ${said}`);
}

/** By this very command, and nobody took its folder away. */
const isBuilt = (folder: string, built: string, install: string): boolean =>
  existsSync(folder) && existsSync(built) && readFileSync(built, 'utf8') === `${install}\n`;

const git = async (cwd: string, args: readonly string[]): Promise<string> =>
  (await run('git', [...args], { cwd })).stdout.trim();

async function mergeBase(ref: string, cwd: string): Promise<string> {
  try {
    await git(cwd, ['rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`]);
  } catch {
    throw usageError(
      `--base '${ref}' is no commit that git knows here: name a branch, a tag or a commit; in CI, fetch all history (fetch-depth: 0).`,
    );
  }
  try {
    return await git(cwd, ['merge-base', ref, 'HEAD']);
  } catch {
    const shallow = (await git(cwd, ['rev-parse', '--is-shallow-repository'])) === 'true';
    const cause = shallow
      ? 'the clone is shallow, fetch all history (fetch-depth: 0)'
      : 'their histories are unrelated, name a ref that HEAD comes from';
    throw usageError(`--base '${ref}' and HEAD have no common commit here: ${cause}.`);
  }
}

/** What a build that was cut off left behind is made anew. */
async function checkout(folder: string, commit: string, root: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await git(root, ['worktree', 'prune']);
  await git(root, ['worktree', 'add', '--detach', folder, commit]);
}

/** Each takes as much room as the repository and its build. */
const keptVersions = 3;

/** Those that were not used for the longest time. Their worktrees are pruned with the next one. */
function removeOldest(cache: string): void {
  const built = readdirSync(cache).filter((name) => /^base-.*\.built$/.test(name));
  const usedMs = (name: string): number => statSync(join(cache, name)).mtimeMs;
  const old = built.sort((a, b) => usedMs(b) - usedMs(a)).slice(keptVersions);
  for (const name of old) {
    rmSync(join(cache, name), { force: true });
    rmSync(join(cache, name.replace(/\.built$/, '')), { recursive: true, force: true });
  }
}

/** Of its beginning and of its end: a compiler says last what is wrong, npm says it first. */
const keptCharacters = 2000;
/** What does not end when it is asked to is killed after so long. */
const endedWithinMs = 2000;

async function build(
  folder: string,
  install: string,
  ref: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  // A group of its own, so that all that the shell starts can be ended.
  const child = spawn(install, { cwd: folder, shell: true, stdio: [...stdio], detached: true });
  let killing: NodeJS.Timeout | undefined;
  const end = (): void => {
    signalGroup(child.pid, 'SIGTERM');
    killing = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), endedWithinMs);
  };
  if (signal?.aborted) end();
  signal?.addEventListener('abort', end, { once: true });
  let first = '';
  let last = '';
  const keep = (chunk: Buffer): void => {
    const room = keptCharacters - first.length;
    first += `${chunk}`.slice(0, room);
    const rest = `${last}${`${chunk}`.slice(room)}`;
    last = rest.length > keptCharacters ? `\n…\n${rest.slice(-keptCharacters)}` : rest;
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const [code, killed] = await once(child, 'close');
  signal?.removeEventListener('abort', end);
  clearTimeout(killing);
  if (code === 0) return;
  throw notFitError(
    `the base ${ref} can't be built: \`${install}\` ended with ${killed ?? `exit code ${code}`} in ${folder}. gate.install of the configuration says what makes a checkout ready, such as 'npm install', or 'true' for nothing. It said:\n${first}${last}`,
  );
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // All of it had ended.
  }
}
