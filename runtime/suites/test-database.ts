/** A schema of its own in the PostgreSQL that the test run provides. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { schema } from '../schema.ts';

export interface TestDatabase {
  /** Leads into the schema; connections made with it can be told from all others. */
  readonly url: string;
  /** Asks over a connection of the test's own, which `openConnections` does not count. */
  readonly rows: <Row>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
  /** How many connections are open that were made with `url`. */
  readonly openConnections: () => Promise<number>;
  readonly drop: () => Promise<void>;
}

/** Has the tables of the runtime, empty. Throws when TEST_DATABASE_URL is missing. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const given = process.env['TEST_DATABASE_URL'];
  if (!given) {
    throw new Error('TEST_DATABASE_URL is not set: run the tests by `npm test`, which provides it');
  }
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(given);
  url.searchParams.set('options', `-csearch_path=${name}`);
  url.searchParams.set('application_name', name);

  const client = new Client({ connectionString: given });
  await client.connect();
  await client.query(`create schema ${name}; set search_path to ${name}; ${schema}`);
  const rows = async <Row>(text: string, values: readonly unknown[] = []) =>
    (await client.query(text, [...values])).rows as Row[];
  return {
    url: url.href,
    rows,
    openConnections: async () => {
      const open = 'select 1 from pg_stat_activity where application_name = $1';
      return (await rows(open, [name])).length;
    },
    drop: async () => {
      await client.query(`drop schema ${name} cascade`);
      await client.end();
    },
  };
}

/** Asks again until the answer is yes. Throws after 10 s, so that a test fails and does not hang. */
export async function eventually(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    if (await isSo()) return;
    await setTimeout(20);
  }
  throw new Error(`did not happen within 10 s: ${what}`);
}
