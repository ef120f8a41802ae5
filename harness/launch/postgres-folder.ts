/**
 * The folder of one PostgreSQL of ours. Its name says which process made it, so that a later start
 * can tell what was abandoned: there is no moment at which a folder has no owner.
 */
import { chmod, lstat, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, processStart } from './process-identity.ts';

const prefix = 'tandem-postgres-of-';
const namePattern = /^tandem-postgres-of-(\d+)-(\d+)-/;

/** Makes a new folder that other users can pass through but not list. */
export async function makePostgresFolder(): Promise<string> {
  const start = await processStart(process.pid);
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-${start ?? 0}-`));
  await chmod(folder, 0o711);
  return folder;
}

/** Where the database cluster lies in the folder. */
export const dataFolderOf = (folder: string): string => join(folder, 'data');

/** Removes the folder; gives no error when something else removes it at the same time. */
export const removePostgresFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 3 });

/**
 * Ends what earlier processes of this user left behind when they were killed, servers and folders.
 * Best effort: what cannot be removed does not stop the start of another.
 */
export async function reapAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, pid, start] = namePattern.exec(name) ?? [];
    if (pid === undefined || (await processStart(Number(pid))) === Number(start)) continue;
    await reap(join(tmpdir(), name)).catch(() => undefined);
  }
}

async function reap(folder: string): Promise<void> {
  const { uid } = await lstat(folder);
  if (uid !== process.getuid?.()) return;
  const pid = await postmasterOf(dataFolderOf(folder));
  if (pid !== null) await end(pid);
  await removePostgresFolder(folder);
}

/** The server that runs on this data folder: what postmaster.pid names, if it says so itself. */
async function postmasterOf(dataFolder: string): Promise<number | null> {
  const text = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, recordedFolder] = text.split('\n');
  if (recordedFolder !== dataFolder) return null;
  const words = await commandLine(Number(pid));
  return words?.includes(`-D ${dataFolder} `) === true ? Number(pid) : null;
}

/** SIGQUIT makes PostgreSQL end at once and still give back its shared memory. */
async function end(pid: number): Promise<void> {
  const start = await processStart(pid);
  process.kill(pid, 'SIGQUIT');
  for (let waitedMs = 0; waitedMs < 5000; waitedMs += 50) {
    await sleep(50);
    if ((await processStart(pid)) !== start) return;
  }
  process.kill(pid, 'SIGKILL');
}
