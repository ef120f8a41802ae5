/** The metrics that are one number an arm: where each comes from, and when there is nothing to take. */
import type { Load } from '../config/scenario.ts';
import { arrivalWeightedLag, blockedMs, stallCount } from '../probe/lag.ts';
import type { ArmResult, ServerReadings } from '../record/arm-result.ts';
import type { MetricName, Series } from '../record/metric.ts';
import type { GrowthName } from './compare-growth.ts';

/** A metric that is no quantile of a series, and that a single arm has. */
export type ScalarName = Exclude<MetricName, `${Series}.${string}` | GrowthName>;

export interface ScalarSource {
  /** Null when this arm cannot tell. */
  readonly value: (arm: ArmResult, load: Load) => number | null;
  /** Why these arms (of both sides) have nothing to tell, or null. */
  readonly absence: (arms: readonly ArmResult[]) => string | null;
}

const blockedOverMs = 10;
const stalledOverMs = 50;
const bytesPerMiB = 2 ** 20;

/** Each scalar metric of the catalogue with its source. */
export const scalarSources: Readonly<Record<ScalarName, ScalarSource>> = {
  throughput: load((arm, plan) => arm.load.counts.completed / plannedSeconds(arm, plan)),
  'errors.rate': load(({ load: { counts } }) => share(counts.planned - counts.completed, counts)),
  'loop.lag.p50': probe(lagQuantile(0.5)),
  'loop.lag.p95': probe(lagQuantile(0.95)),
  'loop.lag.p99': probe(lagQuantile(0.99)),
  'loop.lag.max': probe(lagQuantile(1)),
  'loop.blocked': probe((server) => blockedMs(server.lags, blockedOverMs) / servingSeconds(server)),
  'loop.stalls': probe(
    (server) => (60 * stallCount(server.lags, stalledOverMs)) / servingSeconds(server),
  ),
  'loop.utilization': probe(
    (server) => (server.servingActiveMs ?? server.activeMs) / servingMs(server),
  ),
  'loop.msPerOperation': perOperation(probe(({ activeMs }) => activeMs)),
  'loop.msPerTurn': probe(({ activeMs, loopTurns }) => loopTurns && activeMs / loopTurns),
  'cpu.msPerOperation': perOperation(probe(({ cpuMs }) => cpuMs)),
  'cpu.withDatabaseMsPerOperation': perOperation({
    value: ({ server, databaseCpuMs }) =>
      server === null || databaseCpuMs === null ? null : server.cpuMs + databaseCpuMs,
    absence: (arms) => probe(({ cpuMs }) => cpuMs).absence(arms) ?? noDatabaseCpu(arms),
  }),
  'gc.pausePerOperation': perOperation(probe(({ gcPauseMs }) => gcPauseMs)),
  'memory.rss.max': probe(({ rssMaxBytes }) => rssMaxBytes / bytesPerMiB),
  'memory.heap.max': probe(({ heapMaxBytes }) => heapMaxBytes / bytesPerMiB),
  'pool.inUse.max': database(({ poolInUseMax }) => poolInUseMax),
  'pool.waiting.max': database(({ poolWaitingMax }) => poolWaitingMax),
  'db.statementsPerOperation': perOperation(database(({ statements }) => statements)),
  'db.connectsPerOperation': perOperation(database(({ connects }) => connects)),
  'db.rowsPerOperation': perOperation(database(({ rows }) => rows)),
  'db.bytesPerOperation': perOperation(database(({ databaseBytes }) => databaseBytes)),
  'db.cpuMsPerOperation': perOperation({
    value: ({ databaseCpuMs }) => databaseCpuMs,
    absence: noDatabaseCpu,
  }),
  'http.requestsPerOperation': perOperation(outgoing(({ httpRequests }) => httpRequests)),
  'http.waitMsPerOperation': perOperation(outgoing(({ httpWaitMs }) => httpWaitMs)),
  'ws.messagesPerOperation': perOperation(webSocket(({ wsMessages }) => wsMessages)),
  'ws.bytesPerOperation': perOperation(webSocket(({ wsBytes }) => wsBytes)),
  'ws.messagesPerSecond': webSocket((server) => server.wsMessages / seconds(server)),
  'ws.bytesPerSecond': webSocket((server) => server.wsBytes / seconds(server)),
  'ws.buffered.max': webSocket(({ wsBufferedMaxBytes }) => wsBufferedMaxBytes),
  'ws.usefulPerSecond': tally('ws.useful', (count, arm, plan) => count / plannedSeconds(arm, plan)),
  'ws.lost': tally('ws.lost', (count) => count),
  'ws.duplicates': tally('ws.duplicates', (count) => count),
  'ws.reordered': tally('ws.reordered', (count) => count),
  'ws.unreadable': tally('ws.unreadable', (count) => count),
  'ws.deliveryRatio': tally('ws.expected', (expected, { load: { tallies } }) =>
    expected === 0 ? null : (tallies['ws.delivered'] ?? 0) / expected,
  ),
  'screen.blocked': {
    value: (arm, plan) =>
      sumOf(arm.load.samples['screen.longTask']) / 1000 / plannedSeconds(arm, plan),
    absence: (arms) =>
      arms.some((arm) => arm.load.samples['screen.delay'] !== undefined)
        ? null
        : 'nobody watched in a browser',
  },
};

function load(value: ScalarSource['value']): ScalarSource {
  return { value, absence: () => null };
}

function noDatabaseCpu(arms: readonly ArmResult[]): string | null {
  return arms.some(({ databaseCpuMs }) => databaseCpuMs !== null)
    ? null
    : 'no database, or one whose CPU time cannot be read';
}

/** What a recording of an older version does not have is undefined. */
type Reading = (server: ServerReadings) => number | undefined;

function probe(reading: Reading): ScalarSource {
  return {
    value: ({ server }) => (server === null ? null : (reading(server) ?? null)),
    absence: (arms) => {
      const servers = arms.flatMap(({ server }) => server ?? []);
      if (servers.length === 0) {
        return 'the probe could not look into the server: it is not Node, or it died';
      }
      const known = servers.some((server) => reading(server) !== undefined);
      return known ? null : 'the recording is of a version that did not read it';
    },
  };
}

function database(reading: Reading): ScalarSource {
  return probeOf(reading, {
    used: ({ connects, statements }) => connects + statements > 0,
    unused: 'neither side used a database through pg',
    unseen: ({ databaseUnseen }) => databaseUnseen,
    past: 'a side spoke to PostgreSQL otherwise than by the pg package (bundled into its code, or another driver), which the probe cannot count',
  });
}

function webSocket(reading: Reading): ScalarSource {
  return probeOf(reading, {
    used: ({ wsMessages }) => wsMessages > 0,
    unused: 'neither side sent a WebSocket message through ws',
    unseen: ({ wsUnseen }) => wsUnseen,
    past: 'a side takes WebSockets otherwise than by the ws package (bundled into its code, or another library), which the probe cannot count',
  });
}

function outgoing(reading: Reading): ScalarSource {
  return probeOf(reading, {
    used: ({ httpRequests = 0 }) => httpRequests > 0,
    unused: 'neither side sent a request by node:http or fetch',
    unseen: () => false,
    past: '',
  });
}

/** What a side may use or not, and that may go past the probe. */
interface Use {
  readonly used: (server: ServerReadings) => boolean;
  readonly unused: string;
  readonly unseen: (server: ServerReadings) => boolean | undefined;
  readonly past: string;
}

/** Zero is a reading where the other side has one; where neither has, there is nothing to compare. */
function probeOf(reading: Reading, { used, unused, unseen, past }: Use): ScalarSource {
  const { value, absence } = probe(reading);
  return {
    value,
    absence: (arms) => {
      const servers = arms.flatMap(({ server }) => server ?? []);
      if (servers.some(unseen)) return past;
      return absence(arms) ?? (servers.some(used) ? null : unused);
    },
  };
}

/** A tally that some arm has is 0 where it is not mentioned. */
function tally(
  name: string,
  value: (count: number, arm: ArmResult, load: Load) => number | null,
): ScalarSource {
  return {
    value: (arm, plan) => value(arm.load.tallies[name] ?? 0, arm, plan),
    absence: (arms) =>
      arms.some((arm) => arm.load.tallies[name] !== undefined)
        ? null
        : `the scenario does not count ${name}`,
  };
}

/** The whole arm's sum, cut included, over all its completed operations: both cover the same work. */
function perOperation({ value, absence }: ScalarSource): ScalarSource {
  return {
    value: (arm, plan) => {
      const sum = value(arm, plan);
      const { completed } = arm.load.counts;
      return sum === null || completed === 0 ? null : sum / completed;
    },
    absence: (arms) =>
      absence(arms) ??
      (arms.some((arm) => arm.load.counts.completed > 0) ? null : 'no operation completed'),
  };
}

function lagQuantile(p: number): (server: ServerReadings) => number {
  return (server) => arrivalWeightedLag(server.lags, servingMs(server), p);
}

/** An episode has no planned duration: it lasts until it is drained. */
function plannedSeconds(arm: ArmResult, plan: Load): number {
  return plan.kind === 'open' ? plan.armMs / 1000 : (arm.load.endedUs - arm.load.startedUs) / 1e6;
}

const sumOf = (values: readonly number[] = []): number =>
  values.reduce((sum, value) => sum + value, 0);

/** A request lands on one of the loops that take requests: what is said of them is their mean. */
const servingMs = (server: ServerReadings): number => server.servingMs ?? server.windowMs;

const servingSeconds = (server: ServerReadings): number => servingMs(server) / 1000;

const seconds = ({ windowMs }: ServerReadings): number => windowMs / 1000;

const share = (part: number, { planned }: { readonly planned: number }): number | null =>
  planned === 0 ? null : part / planned;
