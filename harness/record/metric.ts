/** Every metric there is: its unit, its direction, and what it says in one line. */

export type Better = 'lower' | 'higher' | 'none';

export interface Metric {
  readonly unit:
    | 'ms'
    | 'us'
    | 'per s'
    | 'per min'
    | 'ms per s'
    | 'ratio'
    | 'count'
    | 'bytes'
    | 'KiB'
    | 'MiB';
  readonly better: Better;
  readonly explains: string;
  /** A latency quantile in [0, 1], and the series of values it is taken from. */
  readonly quantile?: { readonly of: Series; readonly p: number };
}

/** The series of durations that an arm records, one value an operation, step, event or wait. */
export type Series =
  | 'response'
  | 'service'
  | 'step'
  | 'firstByte'
  | 'firstEvent'
  | 'overhead'
  | 'ws.delay'
  | 'ws.reconnect'
  | 'screen.delay'
  | 'pool.wait';

const percentiles = [
  ['p50', 0.5],
  ['p90', 0.9],
  ['p95', 0.95],
  ['p99', 0.99],
  ['p999', 0.999],
  ['max', 1],
] as const;

type Percentile = (typeof percentiles)[number][0];
type LatencySeries = 'response' | 'service' | 'step' | 'firstByte' | 'firstEvent' | 'overhead';

const seriesExplained: Readonly<Record<LatencySeries, string>> = {
  response: 'from the planned start of an operation to its end',
  service: 'from the actual start of an operation to its end',
  step: "from a step's start event to its end event, as the subscriber saw them",
  firstByte: 'from the planned start of an operation to the first byte of its answer',
  firstEvent: 'from the planned start of a run to its first event at the subscriber',
  overhead: 'response time above the planned path, net of the lateness of the services',
};

function latencyMetrics<S extends LatencySeries>(series: S): Record<`${S}.${Percentile}`, Metric> {
  const entries = percentiles.map(([name, p]): [string, Metric] => [
    `${series}.${name}`,
    {
      unit: 'ms',
      better: 'lower',
      explains: `${name === 'max' ? 'largest' : `P${Math.round(p * 1000) / 10}`} ${seriesExplained[series]}`,
      quantile: { of: series, p },
    },
  ]);
  return Object.fromEntries(entries) as Record<`${S}.${Percentile}`, Metric>;
}

const lower = (unit: Metric['unit'], explains: string): Metric => ({
  unit,
  better: 'lower',
  explains,
});

export const metrics = {
  ...latencyMetrics('response'),
  ...latencyMetrics('service'),
  ...latencyMetrics('step'),
  ...latencyMetrics('firstByte'),
  ...latencyMetrics('firstEvent'),
  ...latencyMetrics('overhead'),
  throughput: {
    unit: 'per s',
    better: 'higher',
    explains: 'operations completed a second of planned load',
  },
  'loop.lag.p50': lower('ms', 'what a request at a random moment waits for the event loop, median'),
  'loop.lag.p95': lower('ms', 'what a request at a random moment waits for the event loop, P95'),
  'loop.lag.p99': lower('ms', 'what a request at a random moment waits for the event loop, P99'),
  'loop.lag.max': lower('ms', 'the longest time the event loop was blocked'),
  'loop.blocked': lower('ms per s', 'time the event loop ran late by over 10 ms at a stretch'),
  'loop.stalls': lower('per min', 'times the event loop was blocked for over 50 ms'),
  'loop.utilization': lower('ratio', 'share of the time the event loop was not idle'),
  'loop.msPerOperation': lower('ms', 'time the event loop was active, an operation'),
  'loop.msPerTurn': lower(
    'ms',
    "time the event loop was active, a turn of it; turns of the probe's own 20 ms timer among them",
  ),
  'pool.wait.p95': {
    ...lower('ms', 'from asking for a database connection to holding it, connecting included, P95'),
    quantile: { of: 'pool.wait', p: 0.95 },
  },
  'pool.inUse.max': lower('count', 'most database connections held at once'),
  'pool.waiting.max': lower('count', 'most callers waiting for a database connection at once'),
  'db.statementsPerOperation': lower('count', 'SQL statements sent, an operation'),
  'db.connectsPerOperation': lower('count', 'database connections opened, an operation'),
  'db.rowsPerOperation': lower('count', 'rows returned or changed, an operation'),
  'db.bytesPerOperation': lower('bytes', 'bytes to and from the database, an operation'),
  'db.cpuMsPerOperation': lower('ms', 'CPU time of the database, an operation'),
  'http.requestsPerOperation': lower(
    'count',
    'requests that the server sent by node:http or fetch, an operation',
  ),
  'http.waitMsPerOperation': lower(
    'ms',
    'from when such a request was written to the end of its answer, added up, an operation',
  ),
  'ws.usefulPerSecond': {
    unit: 'per s',
    better: 'higher',
    explains: 'critical events and token characters delivered a second',
  },
  'ws.messagesPerOperation': lower('count', 'WebSocket messages sent by the server, an operation'),
  'ws.bytesPerOperation': lower('bytes', 'WebSocket bytes sent by the server, an operation'),
  'ws.messagesPerSecond': {
    unit: 'per s',
    better: 'none',
    explains: 'WebSocket messages sent by the server a second',
  },
  'ws.delay.p95': {
    ...lower(
      'ms',
      'from an event in the server, or the planned moment of a message, to its arrival, P95',
    ),
    quantile: { of: 'ws.delay', p: 0.95 },
  },
  'ws.bytesPerSecond': {
    unit: 'per s',
    better: 'none',
    explains: 'WebSocket bytes sent by the server a second',
  },
  'ws.reconnect.p95': {
    ...lower('ms', 'from the loss of a subscriber to its return, P95'),
    quantile: { of: 'ws.reconnect', p: 0.95 },
  },
  'ws.deliveryRatio': {
    unit: 'ratio',
    better: 'higher',
    explains: 'share of the messages due to subscribers that arrived',
  },
  'ws.lost': lower('count', 'critical events or messages that never arrived'),
  'ws.duplicates': lower('count', 'critical events or messages that arrived more than once'),
  'ws.reordered': lower('count', 'messages that arrived after a later one of the same sender'),
  'ws.unreadable': lower('count', 'messages that the scenario could not read'),
  'ws.buffered.max': lower('bytes', 'most bytes that the server held for sockets that read slowly'),
  'screen.delay.p50': {
    ...lower('ms', 'from an event in the server to the frame of the page that shows it, median'),
    quantile: { of: 'screen.delay', p: 0.5 },
  },
  'screen.delay.p95': {
    ...lower('ms', 'from an event in the server to the frame of the page that shows it, P95'),
    quantile: { of: 'screen.delay', p: 0.95 },
  },
  'screen.blocked': lower('ms per s', 'time in tasks of the page that took over 50 ms'),
  'cpu.msPerOperation': lower('ms', 'CPU time of the server and its child processes, an operation'),
  'cpu.withDatabaseMsPerOperation': lower(
    'ms',
    'CPU time of the server, its child processes and the database, an operation',
  ),
  'memory.rss.max': lower('MiB', 'most memory resident, that of its Node processes added up'),
  'memory.heap.max': lower('MiB', 'most JavaScript heap in use'),
  'memory.heap.growthPerThousand': lower(
    'KiB',
    'growth of what JavaScript holds after a full garbage collection, in 1,000 operations',
  ),
  'memory.buffers.growthPerThousand': lower(
    'KiB',
    'the same for what is held outside the heap: buffers',
  ),
  'memory.rss.growthPerThousand': lower('KiB', 'the same for resident memory'),
  'gc.pausePerOperation': lower('ms', 'time in garbage collection, an operation'),
  'errors.rate': lower('ratio', 'share of planned operations that did not complete'),
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof metrics;

export const metricNames = Object.keys(metrics) as readonly MetricName[];

export const metric = (name: MetricName): Metric => metrics[name];
