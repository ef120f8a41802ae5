/** Everything a server is made of, wired once: the concerns it was handed, and what they work on. */
import { type Logger, pino } from 'pino';
import type { CallLog, Concerns, Connections, Monitor, Offload, RunPersister } from './concerns.ts';
import type { Environment } from './environment.ts';
import { CannotStart } from './errors.ts';
import { createHub, type Hub } from './hub.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { type AskModel, createModelClient } from './model-client.ts';
import { createRunRegistry, type RunRegistry } from './run-registry.ts';
import { createRunStore, createTables, type RunStore } from './store.ts';
import { openTracing, type Tracing } from './tracing.ts';

export interface Services {
  readonly concerns: Concerns;
  readonly retryBaseMs: number;
  readonly askModel: AskModel;
  readonly callLog: CallLog;
  readonly hub: Hub;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly monitor: Monitor;
  readonly offload: Offload;
  readonly persisterOf: (runId: string) => RunPersister;
  readonly registry: RunRegistry;
  readonly store: RunStore;
  readonly tracing: Tracing;
  /** Flushes what is held and closes, in the order in which one needs the other. */
  readonly close: () => Promise<void>;
}

/** Throws `CannotStart` when the database does not answer. */
export async function openServices(
  concerns: Concerns,
  environment: Environment,
): Promise<Services> {
  const tracing = await openTracing(environment.traceEndpoint);
  const connections = tracing.connections(await openDatabase(concerns, environment.databaseUrl));
  const logger = pino({ level: environment.logLevel, base: null }, pino.destination(2));
  const registry = createRunRegistry(environment.recentRuns);
  const monitor = concerns.createMonitor(connections);
  const offload = concerns.createOffload(concerns.analysis);
  const hub = createHub({
    createNotifier: concerns.createNotifier,
    encode: concerns.encodeMessage,
    registry,
    now: () => performance.timeOrigin + performance.now(),
    onFault: (error) => logger.error(error, 'an event could not be sent'),
  });
  return {
    concerns,
    retryBaseMs: environment.model.retryBaseMs,
    askModel: createModelClient(environment.model),
    callLog: concerns.createCallLog(logger),
    hub,
    logger,
    metrics: createMetrics({
      liveRuns: () => registry.live().length,
      watchers: hub.watchers,
      monitor: () => monitor.summary(),
    }),
    monitor,
    offload,
    persisterOf: concerns.createPersister({ connections, serialize: concerns.snapshot.serialize }),
    registry,
    store: createRunStore(connections, concerns.validation),
    tracing,
    close: async () => {
      hub.close();
      await monitor.close();
      await offload.close();
      await connections.close();
      await tracing.close();
    },
  };
}

async function openDatabase(concerns: Concerns, databaseUrl: string): Promise<Connections> {
  let connections: Connections | null = null;
  try {
    connections = await concerns.openConnections(databaseUrl);
    await createTables(connections);
    return connections;
  } catch (error) {
    await connections?.close();
    throw new CannotStart(
      `the database of DATABASE_URL cannot be used (${reasonOf(error)}). Start it, or correct the URL.`,
    );
  }
}

/** A refused connection is an AggregateError without a message of its own. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
