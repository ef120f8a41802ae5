/**
 * The audit's own remedy for finding 9: SQLAlchemy's `pool_size=20, max_overflow=10,
 * pool_pre_ping=True, pool_recycle=3600`. Up to thirty connections; one that comes back while twenty
 * are idle is closed; and each is asked whether it lives before it is handed out: one more round
 * trip for every query.
 */
import { Pool, type PoolClient } from 'pg';
import type { Connections, OpenConnections, Query } from '../../runtime/concerns.ts';

const poolSize = 20;
const maxOverflow = 10;
const recycleSeconds = 3600;
/** SQLAlchemy's default for who waits for a connection. */
const poolTimeoutMs = 30_000;

/** Opens nothing yet: a database that cannot be reached shows at the first query. */
export const openConnections: OpenConnections = async (databaseUrl) => {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: poolSize + maxOverflow,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: poolTimeoutMs,
    maxLifetimeSeconds: recycleSeconds,
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));

  const withClient = async <T>(work: (query: Query) => Promise<T>): Promise<T> => {
    const client = await livingClient(pool);
    try {
      const result = await work(queryOn(client));
      client.release(pool.idleCount >= poolSize);
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  };
  const connections: Connections = {
    query: (text, values) => withClient((query) => query(text, values)),
    transaction: (work) => withClient((query) => inTransaction(query, work)),
    close: () => pool.end(),
  };
  return connections;
};

/** One that does not answer is closed and the next is asked. */
async function livingClient(pool: Pool): Promise<PoolClient> {
  for (;;) {
    const client = await pool.connect();
    try {
      await client.query('select 1');
      return client;
    } catch {
      client.release(true);
    }
  }
}

function queryOn(client: PoolClient): Query {
  return async (text, values) => {
    const { rows, rowCount } = await client.query(text, values && [...values]);
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
    await query('rollback').catch(() => undefined);
    throw error;
  }
}
