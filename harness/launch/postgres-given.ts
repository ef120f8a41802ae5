import { notFitError, usageError } from '../error.ts';
import { withConnection } from './postgres-database.ts';

const example = 'postgres://user:password@127.0.0.1:5432/postgres';
const oldestVersion = 130_000;

/** Throws a usage error when the text is no URL of a PostgreSQL. Never shows the text: it may hold a password. */
export function checkDatabaseUrl(databaseUrl: string): void {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : null;
  if (url?.protocol === 'postgres:' || url?.protocol === 'postgresql:') return;
  const came = url === null ? 'something that is no URL' : `a URL that begins with ${url.protocol}`;
  throw usageError(
    `DATABASE_URL should be like ${example}, but it is ${came}. Correct it, or unset it to use the bundled PostgreSQL.`,
  );
}

/**
 * Throws notFit when the server cannot be reached, is too old, or may not be used to create
 * databases; says which, and what to do.
 */
export async function checkGivenServer(databaseUrl: string): Promise<void> {
  const facts = await withConnection(databaseUrl, async (client) => {
    const { rows } = await client.query<{ version: number; creates: boolean; role: string }>(
      `select current_setting('server_version_num')::int as version,
              rolcreatedb or rolsuper as creates, rolname as role
         from pg_roles where rolname = current_user`,
    );
    return rows[0];
  }).catch((error: unknown) => {
    throw givenServerError(databaseUrl, `cannot be used: ${reasonOf(error)}`);
  });
  if (facts?.creates !== true) {
    const role = facts?.role ?? 'its role';
    throw givenServerError(
      databaseUrl,
      `does not let ${role} create databases (alter role ${role} createdb)`,
    );
  }
  if (facts.version < oldestVersion) {
    throw givenServerError(databaseUrl, 'is older than PostgreSQL 13');
  }
}

/** A notFit error about the server that DATABASE_URL names, without its password. */
export function givenServerError(databaseUrl: string, problem: string): Error {
  const url = new URL(databaseUrl);
  const shown = `${url.protocol}//${url.username && `${url.username}@`}${url.host}${url.pathname}`;
  return notFitError(
    `The server of DATABASE_URL (${shown}) ${problem}. Correct that, or unset DATABASE_URL to use the bundled PostgreSQL.`,
  );
}

/** Node joins the failures for ::1 and 127.0.0.1 in an error that has no message, only a code. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
