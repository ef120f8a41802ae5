/** What a scenario's `digest` reads: the database of one variant. */
import pg from 'pg';
import type { Scenario } from '../../config/scenario.ts';
import { notFitError } from '../../error.ts';

/**
 * Row digests by run key; none when the scenario compares no rows. Throws a `notFit` error when it
 * does and there is no database, and whatever PostgreSQL says.
 */
export async function digestRows(
  scenario: Scenario,
  databaseUrl: string | null,
): Promise<Readonly<Record<string, string>>> {
  if (!scenario.digest) return {};
  if (databaseUrl === null) {
    throw notFitError(
      `the scenario ${scenario.name} compares rows, but its servers have no database: ` +
        'set `database: true` in the scenario',
    );
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await scenario.digest({ sql: async (text) => (await client.query(text)).rows });
  } finally {
    await client.end();
  }
}
