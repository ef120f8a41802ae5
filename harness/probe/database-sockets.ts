/**
 * Notices a PostgreSQL that is spoken to otherwise than through the `pg` package (bundled into the
 * server's own code, or another driver): what cannot be counted must not read 0.
 */
import { Socket } from 'node:net';
import { onModuleLoaded, replaceMethod } from './module-hook.ts';
import type { PostgresActivity } from './postgres-activity.ts';

const usualPort = 5432;

interface Address {
  readonly port?: unknown;
  readonly path?: unknown;
}

export function watchDatabaseSockets(activity: PostgresActivity): void {
  let ports: ReadonlySet<number> | null = null;
  replaceMethod<Socket>(
    Socket,
    'connect',
    (connect) =>
      function (...given) {
        // Read late: by now the server has loaded its own environment file.
        ports ??= databasePorts(process.env);
        if (leadsToDatabase(given, ports) && !activity.follows(this)) activity.unseen = true;
        return connect.apply(this, given);
      },
  );
  // The native client opens its connections below Node.
  onModuleLoaded(/[\\/]pg-native[\\/]index\.js$/, () => {
    activity.unseen = true;
  });
}

/** The usual port, that of PGPORT, and those of all connection strings. */
export function databasePorts(environment: NodeJS.ProcessEnv): ReadonlySet<number> {
  const ports = [usualPort, Number(environment['PGPORT'])];
  for (const value of Object.values(environment)) {
    if (/^postgres(ql)?:\/\//.test(value ?? '') && URL.canParse(value ?? '')) {
      ports.push(Number(new URL(value ?? '').port));
    }
  }
  return new Set(ports.filter((port) => port > 0));
}

/** Whatever form `connect` was called in: (port), (path), (options), or the list `net.connect` makes of these. */
export function leadsToDatabase(given: readonly unknown[], ports: ReadonlySet<number>): boolean {
  const { port, path } = addressOf(Array.isArray(given[0]) ? given[0][0] : given[0]);
  if (typeof path === 'string') return path.includes('.s.PGSQL.');
  return ports.has(Number(port));
}

function addressOf(first: unknown): Address {
  if (typeof first === 'object' && first !== null) return first;
  return Number.isNaN(Number(first)) ? { path: first } : { port: first };
}
