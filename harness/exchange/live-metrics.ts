/**
 * What a running server's probe says, as metrics of OpenTelemetry's model. Names, units and
 * attributes are those of its semantic conventions where there are such
 * (opentelemetry.io/docs/specs/semconv: runtime/nodejs-metrics, runtime/v8js-metrics,
 * system/process-metrics, database/database-metrics), and `tandem.*` where there are none.
 */
import { arrivalWeightedLag } from '../probe/lag.ts';
import { Buckets } from './buckets.ts';
import { type LiveState, type Seen, windowSeconds } from './live-server.ts';
import { turnDelay } from './turn-delay.ts';

/** An upDownCounter is a level that may be added up over servers, a gauge is one that may not. */
type NumberKind = 'counter' | 'upDownCounter' | 'gauge';

interface Described {
  readonly name: string;
  /** As UCUM writes it: what is counted stands in braces, a ratio is 1. */
  readonly unit: 's' | 'By' | '1' | '' | `{${string}}`;
  readonly description: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export type LiveMetric = Described &
  (
    | { readonly kind: NumberKind; readonly value: number }
    | { readonly kind: 'histogram'; readonly value: Buckets }
  );

type Definition = Described & {
  readonly kind: LiveMetric['kind'];
  readonly at: (seen: Seen) => LiveMetric;
};

/** The probe adds up over all pools, and over all kinds and spaces: the attribute that must be there says so. */
const everyPool = { 'db.client.connection.pool.name': 'all' };
const used = { ...everyPool, 'db.client.connection.state': 'used' };
const idle = { ...everyPool, 'db.client.connection.state': 'idle' };
/** One metric, one description. */
const connections =
  "Used: held by callers, the most since the probe's line before. Idle: of pools, held by nobody at its last line.";
const everyGc = { 'v8js.gc.type': 'all' };
const everySpace = { 'v8js.heap.space.name': 'all' };
const activeState = { 'nodejs.eventloop.state': 'active' };

const up = {
  name: 'tandem.up',
  unit: '',
  kind: 'gauge',
  description: '1 while the server runs, 0 once it has ended.',
  attributes: {},
} as const;

const define =
  (kind: NumberKind) =>
  (
    name: string,
    unit: Described['unit'],
    description: string,
    read: (seen: Seen) => number,
    attributes: Described['attributes'] = {},
  ): Definition => {
    const described = { name, unit, kind, description, attributes };
    return { ...described, at: (seen) => ({ ...described, value: read(seen) }) };
  };
const counter = define('counter');
const level = define('upDownCounter');
const gauge = define('gauge');

function histogram(
  name: string,
  description: string,
  read: (seen: Seen) => Buckets,
  attributes: Described['attributes'],
): Definition {
  const described = { name, unit: 's', kind: 'histogram', description, attributes } as const;
  return { ...described, at: (seen) => ({ ...described, value: read(seen) }) };
}

const inWindow = `in the last ${windowSeconds} s`;
const delay = ({ recent }: Seen) => turnDelay(recent.lags, recent.windowMs);

const delayGauge = (name: string, of: string, readMs: (seen: Seen) => number): Definition =>
  gauge(
    `nodejs.eventloop.delay.${name}`,
    's',
    `How late the turns of a 20 ms timer came ${inWindow}: ${of}.`,
    (seen) => readMs(seen) / 1e3,
  );

const lagGauge = (name: string, of: string, p: number): Definition =>
  gauge(
    `tandem.eventloop.lag.${name}`,
    's',
    `What a request arriving at any moment ${inWindow} waited for the event loop: ${of}.`,
    ({ recent }) => arrivalWeightedLag(recent.lags, recent.windowMs, p) / 1e3,
  );

const definitions: readonly Definition[] = [
  counter(
    'process.cpu.time',
    's',
    'CPU time of all threads, user and system.',
    ({ latest }) => latest.cpuUs / 1e6,
  ),
  level('process.memory.usage', 'By', 'Resident memory.', ({ latest }) => latest.rssBytes),
  level(
    'v8js.memory.heap.used',
    'By',
    'Heap in use.',
    ({ latest }) => latest.heapBytes,
    everySpace,
  ),
  histogram(
    'v8js.gc.duration',
    'Pauses by garbage collection.',
    ({ latest }) => Buckets.unbounded(latest.gcCount, latest.gcPauseMs / 1e3),
    everyGc,
  ),
  counter(
    'nodejs.eventloop.time',
    's',
    'Time in which the event loop was not waiting for events.',
    ({ latest }) => latest.activeMs / 1e3,
    activeState,
  ),
  gauge(
    'nodejs.eventloop.utilization',
    '1',
    `Share of the time ${inWindow} in which the event loop was not waiting for events.`,
    ({ recent }) => (recent.windowMs > 0 ? Math.min(1, recent.activeMs / recent.windowMs) : 0),
  ),
  delayGauge('mean', 'the mean', (seen) => delay(seen).meanMs),
  delayGauge('max', 'the latest', (seen) => delay(seen).maxMs),
  delayGauge('p50', 'at most, in 50 % of the turns', (seen) => delay(seen).quantileMs(0.5)),
  delayGauge('p90', 'at most, in 90 % of the turns', (seen) => delay(seen).quantileMs(0.9)),
  delayGauge('p99', 'at most, in 99 % of the turns', (seen) => delay(seen).quantileMs(0.99)),
  lagGauge('p50', 'at most, in 50 % of all moments', 0.5),
  lagGauge('p95', 'at most, in 95 % of all moments', 0.95),
  lagGauge('p99', 'at most, in 99 % of all moments', 0.99),
  lagGauge('max', 'the longest wait', 1),
  counter(
    'tandem.eventloop.blocked',
    's',
    'Time in which the event loop ran late by over 10 ms at a stretch.',
    ({ totals }) => totals.blockedMs / 1e3,
  ),
  counter(
    'tandem.eventloop.stalls',
    '{stall}',
    'How often the event loop was late by over 50 ms.',
    ({ totals }) => totals.stalls,
  ),
  gauge(
    'tandem.probe.age',
    's',
    'Time since the probe last wrote. It does so every 0.25 s at least: for what is above, the event loop has been blocked.',
    ({ silentMs }) => silentMs / 1e3,
  ),
  level(
    'db.client.connection.count',
    '{connection}',
    connections,
    ({ latest }) => latest.poolInUseMax,
    used,
  ),
  level(
    'db.client.connection.count',
    '{connection}',
    connections,
    ({ latest }) => latest.poolIdle,
    idle,
  ),
  level(
    'db.client.connection.pending_requests',
    '{request}',
    `Callers that wait for a connection, the most since the probe's line before.`,
    ({ latest }) => latest.poolWaitingMax,
    everyPool,
  ),
  histogram(
    'db.client.connection.wait_time',
    'From asking for a connection to holding it, connecting included.',
    ({ totals }) => totals.poolWaits,
    everyPool,
  ),
  gauge(
    'tandem.db.in_use.max',
    '{connection}',
    `Connections held by callers, the most ${inWindow}.`,
    ({ recent }) => recent.poolInUseMax,
  ),
  gauge(
    'tandem.db.waiting.max',
    '{request}',
    `Callers that wait for a connection, the most ${inWindow}.`,
    ({ recent }) => recent.poolWaitingMax,
  ),
  counter(
    'tandem.db.connects',
    '{connection}',
    'Connections opened.',
    ({ latest }) => latest.connects,
  ),
  counter(
    'tandem.db.statements',
    '{statement}',
    'Statements sent.',
    ({ latest }) => latest.statements,
  ),
  counter('tandem.db.rows', '{row}', 'Rows returned or changed.', ({ latest }) => latest.rows),
  counter('tandem.db.io', 'By', 'To and from the database.', ({ latest }) => latest.databaseBytes),
  counter(
    'tandem.ws.messages',
    '{message}',
    'WebSocket messages sent.',
    ({ latest }) => latest.wsMessages,
  ),
  counter('tandem.ws.io', 'By', 'WebSocket payload sent.', ({ latest }) => latest.wsBytes),
  gauge(
    'tandem.ws.buffered.max',
    'By',
    `What one WebSocket client had not taken yet, the most ${inWindow}.`,
    ({ recent }) => recent.wsBufferedMaxBytes,
  ),
];

/** Everything there is, for its documentation. */
export const liveMetrics: readonly (Described & Pick<LiveMetric, 'kind'>)[] = [up, ...definitions];

/** What a server that has ended still has: what happened until then. A level of it would be a lie. */
const outlives = ({ kind }: Definition): boolean => kind === 'counter' || kind === 'histogram';

/** What went past the probe is not 0, and so not there. */
const isSeen = ({ name }: Definition, { latest }: Seen): boolean =>
  !(latest.databaseUnseen && /^(tandem\.)?db\./.test(name)) &&
  !(latest.wsUnseen && name.startsWith('tandem.ws.'));

export function metricsOf({ up: isUp, seen }: LiveState): readonly LiveMetric[] {
  const shown = definitions.filter(
    (definition) => (isUp || outlives(definition)) && seen && isSeen(definition, seen),
  );
  return [{ ...up, value: isUp ? 1 : 0 }, ...(seen ? shown.map(({ at }) => at(seen)) : [])];
}
