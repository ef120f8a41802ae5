import { createHash } from 'node:crypto';
import pg from 'pg';

/** PostgreSQL cuts identifiers to 63 bytes without a word. */
const longestName = 63 - 'tandem_'.length;

/** Connects, does one thing, and leaves. Rejects when the server cannot be reached within 10 s. */
export async function withConnection<T>(
  url: string,
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A server that goes away in mid-query fails the query too; without a listener it ends us.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Drops the database, ends who is connected to it, and creates it empty. Gives its URL. */
export async function recreateDatabase(adminUrl: string, database: string): Promise<string> {
  await withConnection(adminUrl, async (client) => {
    const name = client.escapeIdentifier(database);
    await client.query(`drop database if exists ${name} with (force)`);
    // template0: nobody can be connected to it, which would forbid copying it.
    await client.query(`create database ${name} template template0`);
  });
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Drops the databases that there are among these. */
export async function dropDatabases(adminUrl: string, databases: Iterable<string>): Promise<void> {
  await withConnection(adminUrl, async (client) => {
    for (const database of databases) {
      await client.query(
        `drop database if exists ${client.escapeIdentifier(database)} with (force)`,
      );
    }
  });
}

/**
 * `tandem_<name>`, if that is a name which PostgreSQL keeps whole and every driver reads from a URL
 * in the same way (they differ on `+` and `%2B`); else something like it that ends with a hash.
 */
export function databaseName(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_-]/g, '_');
  if (plain === name && plain.length <= longestName) return `tandem_${name}`;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `tandem_${plain.slice(0, longestName - 17)}_${hash}`;
}
