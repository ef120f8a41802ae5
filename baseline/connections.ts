/**
 * Finding 9. The mistake: every query opens a connection of its own and closes it again. Each one
 * costs a TCP connection, a SCRAM handshake and a PostgreSQL process: 15.5 ms and 4.2 ms of this
 * process's CPU, where the query takes 0.06 ms. Under load the server runs out of connections.
 * In public: brianc/node-postgres#782 (a new Client in each request).
 */
import { Client } from 'pg';
import type { Connections, OpenConnections, Query } from '../runtime/concerns.ts';

/** Opens nothing yet: a database that cannot be reached shows at the first query. */
export const openConnections: OpenConnections = async (databaseUrl) => {
  const withClient = async <T>(work: (query: Query) => Promise<T>): Promise<T> => {
    const client = new Client({ connectionString: databaseUrl });
    // A connection lost between two statements fails the next one; unheard it would end the process.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await work(queryOn(client));
    } finally {
      await client.end();
    }
  };
  const connections: Connections = {
    query: (text, values) => withClient((query) => query(text, values)),
    transaction: (work) => withClient((query) => inTransaction(query, work)),
    close: async () => undefined,
  };
  return connections;
};

function queryOn(client: Client): Query {
  return async (text, values) => {
    const { rows, rowCount } = await client.query(text, values && [...values]);
    // Several statements in one text have a list of results, and neither rows nor a count.
    return { rows: rows ?? [], rowCount: rowCount ?? 0 };
  };
}

async function inTransaction<T>(query: Query, work: (query: Query) => Promise<T>): Promise<T> {
  await query('begin');
  try {
    const result = await work(query);
    await query('commit');
    return result;
  } catch (error) {
    // What made the work fail tells more than a rollback that fails after it.
    await query('rollback').catch(() => undefined);
    throw error;
  }
}
