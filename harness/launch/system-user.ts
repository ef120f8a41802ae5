import { readFile } from 'node:fs/promises';
import { notFitError } from '../error.ts';

/** Whom a process runs as; spreads into the options of `spawn`. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Where PostgreSQL may write nothing but its own folder, and root has to be someone else. */
const candidates = ['postgres', '_postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root: root runs it as the first of `postgres` and `nobody` that the
 * system has. Null for an ordinary user, who runs it as itself. Throws notFit when there is neither.
 */
export async function databaseUser(): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null;
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8'));
  const user = candidates.flatMap((name) => accounts.get(name) ?? [])[0];
  if (user === undefined) {
    throw notFitError(
      'PostgreSQL does not run as root, and /etc/passwd has neither a user postgres nor nobody to run it as. ' +
        'Run as an ordinary user, or set DATABASE_URL.',
    );
  }
  return user;
}

/** The accounts of a passwd(5) file by name. macOS writes ids as negative 32-bit numbers. */
export function parseAccounts(text: string): ReadonlyMap<string, SystemUser> {
  return new Map(
    text
      .split('\n')
      .filter((line) => line.includes(':') && !line.startsWith('#'))
      .map((line) => {
        const [name = '', , uid, gid] = line.split(':');
        return [name, { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }];
      }),
  );
}
