/**
 * Finding 9. Slow was: a TCP connection, a SCRAM handshake and a server process for every query.
 * Changed: one pool of ten, some of them opened beforehand, recycled after an hour, with a limit
 * on every wait. Ten, because twenty gained little on two cores (wait P95 307 against 171 ms).
 * Costs: idle connections held open at the server; work queues for a connection at the tenth; a
 * transaction whose work asks for a second connection can starve, so it must use the query it is
 * given. A statement that takes over 30 s fails, where the baseline would wait for ever.
 */
import { Pool, type PoolClient } from 'pg';
import type { Connections, OpenConnections, Query } from '../runtime/concerns.ts';

const warmConnections = 4;

/** Rejects when the database cannot be reached. */
export const openConnections: OpenConnections = async (databaseUrl) => {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: 10,
    min: warmConnections,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    maxLifetimeSeconds: 3600,
    statement_timeout: 30_000,
  });
  // A connection lost while idle is replaced, one lost between two statements fails the next one;
  // unheard either error would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));

  const withClient = async <T>(work: (query: Query) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    try {
      const result = await work(queryOn(client));
      client.release();
      return result;
    } catch (error) {
      // Closed, not reused: after a fault nobody knows what state the connection is in.
      client.release(true);
      throw error;
    }
  };
  const connections: Connections = {
    query: (text, values) => withClient((query) => query(text, values)),
    transaction: (work) => withClient((query) => inTransaction(query, work)),
    close: () => pool.end(),
  };
  await warmUp(pool);
  return connections;
};

/** The first requests should not pay for the handshakes. */
async function warmUp(pool: Pool): Promise<void> {
  const opened = await Promise.allSettled(
    Array.from({ length: warmConnections }, () => pool.connect()),
  );
  for (const each of opened) if (each.status === 'fulfilled') each.value.release();
  const failed = opened.find((each) => each.status === 'rejected');
  if (failed === undefined) return;
  await pool.end();
  throw failed.reason;
}

function queryOn(client: PoolClient): Query {
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
