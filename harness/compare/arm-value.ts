/** The metrics that are one number an arm: where each comes from, and when there is nothing to take. */
import type { Load } from '../config/scenario.ts';
import { arrivalWeightedLag, blockedMs, stallCount } from '../probe/lag.ts';
import type { ArmResult, ServerReadings } from '../record/arm-result.ts';
import type { MetricName, Series } from '../record/metric.ts';

/** A metric that is no quantile of a series. */
export type ScalarName = Exclude<MetricName, `${Series}.${string}`>;

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
  'loop.blocked': probe((server) => blockedMs(server.lags, blockedOverMs) / seconds(server)),
  'loop.stalls': probe((server) => (60 * stallCount(server.lags, stalledOverMs)) / seconds(server)),
  'loop.utilization': probe(({ activeMs, windowMs }) => activeMs / windowMs),
  'loop.msPerOperation': perOperation(probe(({ activeMs }) => activeMs)),
  'cpu.msPerOperation': perOperation(probe(({ cpuMs }) => cpuMs)),
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
    absence: (arms) =>
      arms.some(({ databaseCpuMs }) => databaseCpuMs !== null)
        ? null
        : 'no database, or one whose CPU time cannot be read',
  }),
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

function probe(reading: (server: ServerReadings) => number): ScalarSource {
  return {
    value: ({ server }) => (server === null ? null : reading(server)),
    absence: (arms) =>
      arms.some(({ server }) => server !== null)
        ? null
        : 'the probe could not look into the server: it is not Node, or it died',
  };
}

/** Zero is a reading where the other side has one; where neither has, there is nothing to compare. */
function database(reading: (server: ServerReadings) => number): ScalarSource {
  return probeOf(reading, ({ connects, statements }) => connects + statements > 0, {
    absence: 'neither side used a database through pg',
  });
}

function webSocket(reading: (server: ServerReadings) => number): ScalarSource {
  return probeOf(reading, ({ wsMessages }) => wsMessages > 0, {
    absence: 'neither side sent a WebSocket message through ws',
  });
}

function probeOf(
  reading: (server: ServerReadings) => number,
  used: (server: ServerReadings) => boolean,
  words: { readonly absence: string },
): ScalarSource {
  const { value, absence } = probe(reading);
  const anyUsed = (arms: readonly ArmResult[]): boolean =>
    arms.some(({ server }) => server !== null && used(server));
  return { value, absence: (arms) => absence(arms) ?? (anyUsed(arms) ? null : words.absence) };
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
  return ({ lags, windowMs }) => arrivalWeightedLag(lags, windowMs, p);
}

/** An episode has no planned duration: it lasts until it is drained. */
function plannedSeconds(arm: ArmResult, plan: Load): number {
  return plan.kind === 'open' ? plan.armMs / 1000 : (arm.load.endedUs - arm.load.startedUs) / 1e6;
}

const sumOf = (values: readonly number[] = []): number =>
  values.reduce((sum, value) => sum + value, 0);

const seconds = ({ windowMs }: ServerReadings): number => windowMs / 1000;

const share = (part: number, { planned }: { readonly planned: number }): number | null =>
  planned === 0 ? null : part / planned;
