import { findPostgresBinaries } from './postgres-binaries.ts';
import { startPostgresCluster } from './postgres-cluster.ts';
import { familyCpuMs } from './postgres-cpu.ts';
import {
  databaseName,
  dropDatabases,
  recreateDatabase,
  withConnection,
} from './postgres-database.ts';
import { reapAbandoned } from './postgres-folder.ts';
import {
  checkDatabaseUrl,
  checkGivenServer,
  givenServerError,
  reasonOf,
} from './postgres-given.ts';
import { databaseUser } from './system-user.ts';

/** The PostgreSQL on which every variant gets a database of its own. */
export interface PostgresServer {
  /** As the server says it: `18.4`. */
  readonly version: string;
  readonly origin: 'given' | 'bundled' | 'installed';
  /** Makes `tandem_<name>` anew and empty, whoever is connected to the old one. Gives its URL. */
  recreateDatabase(name: string): Promise<string>;
  /** Writes out what earlier work left in memory. A given server may not allow it; it is then left out. */
  checkpoint(): Promise<void>;
  /** CPU time of all its processes so far, those that ended included; null where that cannot be known. */
  cpuMs(): number | null;
  /** A given server is not ours to watch and counts as alive. */
  alive(): boolean;
  /** Ends a server of ours and removes its data; from a given one, removes the databases made on it. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Overrides everything; an empty one counts as none. */
  readonly databaseUrl: string | undefined;
  readonly cores: readonly number[] | null;
}

/**
 * The server of `databaseUrl`, else the bundled PostgreSQL, else an installed one. Throws a usage
 * error for what is no URL, and notFit where no server can be used.
 */
export function openPostgres({ databaseUrl, cores }: PostgresOptions): Promise<PostgresServer> {
  return databaseUrl ? openGiven(databaseUrl) : openOwn(cores);
}

async function openOwn(cores: readonly number[] | null): Promise<PostgresServer> {
  await reapAbandoned();
  const user = await databaseUser();
  const binaries = await findPostgresBinaries(user);
  const cluster = await startPostgresCluster(binaries, user, cores);
  try {
    return {
      version: await versionOf(cluster.url),
      origin: binaries.origin,
      recreateDatabase: (name) => recreateDatabase(cluster.url, databaseName(name)),
      checkpoint: () => checkpoint(cluster.url),
      cpuMs: () => familyCpuMs(cluster.pid),
      alive: () => cluster.alive(),
      stop: () => cluster.stop(),
    };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function openGiven(url: string): Promise<PostgresServer> {
  checkDatabaseUrl(url);
  await checkGivenServer(url);
  const made = new Set<string>();
  return {
    version: await versionOf(url),
    origin: 'given',
    recreateDatabase: async (name) => {
      const database = databaseName(name);
      made.add(database);
      return recreateDatabase(url, database).catch((error: unknown) => {
        throw givenServerError(url, `could not create ${database}: ${reasonOf(error)}`);
      });
    },
    checkpoint: () => checkpoint(url).catch(() => undefined),
    cpuMs: () => null,
    alive: () => true,
    stop: () => dropDatabases(url, made).catch(() => undefined),
  };
}

const checkpoint = (url: string): Promise<void> =>
  withConnection(url, async (client) => {
    await client.query('checkpoint');
  });

const versionOf = (url: string): Promise<string> =>
  withConnection(url, async (client) => {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version.split(' ')[0] ?? 'unknown';
  });
