import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { notFitError } from '../error.ts';
import { bundledPackage, copiedBundle, hydratedBundle } from './postgres-bundle.ts';
import type { SystemUser } from './system-user.ts';

const run = promisify(execFile);

/** Programs of PostgreSQL that were seen to run as the user who will run them. */
export interface PostgresBinaries {
  readonly folder: string;
  readonly origin: 'bundled' | 'installed';
}

/** `drop database ... with (force)` came with it. */
const oldestMajor = 13;

/**
 * The bundled programs where they are, else a copy of them in a place that `user` can reach, else
 * an installation. Throws notFit with what was tried when nothing runs.
 */
export async function findPostgresBinaries(user: SystemUser | null): Promise<PostgresBinaries> {
  const failures: string[] = [];
  for (const [words, locate] of [
    [bundledPackage, hydratedBundle],
    [`a copy of ${bundledPackage}`, copiedBundle],
  ] as const) {
    try {
      const folder = await locate();
      await checkPrograms(folder, user);
      return { folder, origin: 'bundled' };
    } catch (error) {
      failures.push(`${words} (${reasonOf(error)})`);
    }
  }
  const folder = await findInstalled(process.env, user);
  if (folder !== null) return { folder, origin: 'installed' };
  throw notFitError(
    `No PostgreSQL could be started. Looked for ${failures.join('; ')}; and for version ${oldestMajor} or newer in ` +
      'PGBIN, `pg_config --bindir`, /usr/lib/postgresql, PATH, Homebrew and Postgres.app. ' +
      'Run `npm install --include=optional`, install PostgreSQL, or set DATABASE_URL.',
  );
}

/** The folder of the first installation whose programs run as `user`, or null. */
export async function findInstalled(
  environment: NodeJS.ProcessEnv,
  user: SystemUser | null,
): Promise<string | null> {
  for (const folder of await installedFolders(environment)) {
    try {
      await checkPrograms(folder, user);
      return folder;
    } catch {
      // The next place may have one that runs.
    }
  }
  return null;
}

async function installedFolders(environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const configured = await run('pg_config', ['--bindir']).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
  const folders = [
    environment['PGBIN'] ?? '',
    configured,
    ...(await versionsIn('/usr/lib/postgresql', '', 'bin')),
    ...(await versionsIn('/usr', 'pgsql-', 'bin')),
    ...(environment['PATH'] ?? '').split(delimiter),
    ...(await versionsIn('/opt/homebrew/opt', 'postgresql@', 'bin')),
    ...(await versionsIn('/usr/local/opt', 'postgresql@', 'bin')),
    '/Applications/Postgres.app/Contents/Versions/latest/bin',
  ];
  return [...new Set(folders.filter((folder) => folder !== ''))];
}

/** `<parent>/<prefix><version>/<child>`, the newest version first. */
async function versionsIn(parent: string, prefix: string, child: string): Promise<string[]> {
  const names = await readdir(parent).catch(() => []);
  const version = (name: string): number => Number(name.slice(prefix.length));
  return names
    .filter((name) => name.startsWith(prefix) && version(name) > 0)
    .sort((one, other) => version(other) - version(one))
    .map((name) => join(parent, name, child));
}

/** Rejects with the reason when `postgres` and `initdb` do not run as `user` or are too old. */
async function checkPrograms(folder: string, user: SystemUser | null): Promise<void> {
  for (const program of ['postgres', 'initdb']) {
    const { stdout } = await run(join(folder, program), ['--version'], {
      ...user,
      cwd: '/',
      timeout: 20_000,
    });
    const major = Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1]);
    if (!(major >= oldestMajor)) throw new Error(`${stdout.trim()} is too old`);
  }
}

/** The line that says why: a program's own last words, else the error's first. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const words = 'stderr' in error ? String(error.stderr).trim() : '';
  return words.split('\n').at(-1) || (error.message.split('\n')[0] ?? '');
}
