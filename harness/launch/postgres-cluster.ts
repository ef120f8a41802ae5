import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { notFitError } from '../error.ts';
import { pinnedCommand } from './cores.ts';
import { freePort } from './free-port.ts';
import { lastLines, tailOf } from './output-tail.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { dataFolderOf, makePostgresFolder, removePostgresFolder } from './postgres-folder.ts';
import { type Guard, startGuard } from './process-guard.ts';
import type { SystemUser } from './system-user.ts';

/** A PostgreSQL of our own, with a data folder of its own. */
export interface PostgresCluster {
  readonly pid: number;
  /** Of its superuser, for the database `postgres`. */
  readonly url: string;
  alive(): boolean;
  /** Ends it and removes all of it. */
  stop(): Promise<void>;
}

const superuser = 'tandem';
const startTimeoutMs = 60_000;
const portAttempts = 3;

/** More connections than a side that opens one for each query can have open; the rest as shipped. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  logging_collector: 'off',
};

interface Ground {
  readonly binaries: PostgresBinaries;
  readonly user: SystemUser | null;
  readonly cores: readonly number[] | null;
  readonly folder: string;
  readonly guard: Guard;
}

/**
 * Initialises a cluster and starts its server on a free port of 127.0.0.1, with SCRAM and a random
 * password. Throws notFit with the last words of the program that failed; nothing remains then.
 */
export async function startPostgresCluster(
  binaries: PostgresBinaries,
  user: SystemUser | null,
  cores: readonly number[] | null,
): Promise<PostgresCluster> {
  const folder = await makePostgresFolder();
  const ground = { binaries, user, cores, folder, guard: startGuard('QUIT', folder) };
  try {
    const password = randomBytes(24).toString('base64url');
    await initialise(ground, password);
    const { child, port } = await startServer(ground);
    return clusterOf(
      ground,
      child,
      `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`,
    );
  } catch (error) {
    await removePostgresFolder(folder);
    ground.guard.release();
    throw error;
  }
}

async function initialise(ground: Ground, password: string): Promise<void> {
  const { folder, user } = ground;
  const dataFolder = dataFolderOf(folder);
  const passwordFile = join(folder, 'password');
  await mkdir(dataFolder, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  for (const path of user === null ? [] : [dataFolder, passwordFile]) {
    await chown(path, user?.uid ?? 0, user?.gid ?? 0);
  }
  const secure = ['-U', superuser, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const plain = ['-E', 'UTF8', '--no-locale', '--no-sync'];
  const child = launch(ground, 'initdb', ['-D', dataFolder, ...secure, ...plain]);
  const words = wordsOf(child);
  const [code, signal] = await once(child, 'close');
  if (code !== 0) throw failure('initdb', code ?? signal, words());
  await rm(passwordFile);
}

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
}

/** Nothing reserves a free port, so another program may take it before the server does. */
async function startServer(ground: Ground): Promise<Running> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const options = Object.entries({ ...settings, port }).flatMap(([k, v]) => ['-c', `${k}=${v}`]);
    const child = launch(ground, 'postgres', ['-D', dataFolderOf(ground.folder), ...options]);
    const words = wordsOf(child);
    if (await isReady(child, ground.folder)) return { child, port };
    await kill(child);
    const taken = words().includes('Address already in use');
    if (!taken || attempt === portAttempts) {
      throw failure('postgres', child.exitCode ?? child.signalCode, words());
    }
  }
}

/** In a group of its own (Ctrl-C is for us) and without the PG* variables that would steer it. */
function launch(ground: Ground, program: string, options: readonly string[]): ChildProcess {
  const path = join(ground.binaries.folder, program);
  const [file = path, ...rest] = pinnedCommand([path, ...options], ground.cores);
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  const child = spawn(file, rest, {
    ...ground.user,
    cwd: ground.folder,
    detached: true,
    env: { ...Object.fromEntries(environment), LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  ground.guard.watch(child.pid ?? null);
  child.on('exit', () => ground.guard.watch(null));
  return child;
}

function wordsOf(child: ChildProcess): () => string {
  return child.stderr === null ? () => '' : tailOf(child.stderr);
}

/** The server writes its state into the last line of postmaster.pid. False once it has ended. */
async function isReady(child: ChildProcess, folder: string): Promise<boolean> {
  const file = join(dataFolderOf(folder), 'postmaster.pid');
  for (let waitedMs = 0; waitedMs < startTimeoutMs && isAlive(child); waitedMs += 20) {
    const state = await readFile(file, 'utf8').catch(() => '');
    if (state.split('\n')[7]?.trim() === 'ready') return true;
    await sleep(20);
  }
  return false;
}

function clusterOf(ground: Ground, child: ChildProcess, url: string): PostgresCluster {
  const end = async (): Promise<void> => {
    await kill(child);
    await removePostgresFolder(ground.folder);
    ground.guard.release();
  };
  let ended: Promise<void> | undefined;
  return {
    pid: child.pid ?? 0,
    url,
    alive: () => isAlive(child),
    stop: () => {
      ended ??= end();
      return ended;
    },
  };
}

const isAlive = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null;

/** SIGQUIT: at once, without writing out what is thrown away anyway. SIGKILL is for one that hangs. */
async function kill(child: ChildProcess): Promise<void> {
  for (const [signal, graceMs] of [
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isAlive(child)) return;
    child.kill(signal);
    await once(child, 'exit', { signal: AbortSignal.timeout(graceMs) }).catch(() => undefined);
  }
}

const failure = (program: string, end: number | string | null, words: string): Error =>
  notFitError(
    `${program} of PostgreSQL failed (${end ?? 'not ready in time'}). Free memory or disk, or set DATABASE_URL. ` +
      `Its last words:\n${lastLines(words, 8)}`,
  );
