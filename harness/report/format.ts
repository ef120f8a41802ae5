/** Numbers to words: the only place where anything is rounded. */
import { belowResolution, resolutionOf } from '../compare/resolution.ts';
import type { Metric, MetricName } from '../record/metric.ts';
import { metrics } from '../record/metric.ts';
import type { MeasuredMetric, Verdict } from '../record/run.ts';

/** Three significant digits, without exponent below 10^15; `-` for what is not a number. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e15) return String(Number(value.toPrecision(3)));
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  if (size < 0.001) return value < 0 ? '> -0.001' : '< 0.001';
  return String(Number(value.toPrecision(3)));
}

/** A limit of a ratio that is not 1 does not read as 1: whether an interval holds it is what is asked. */
export function formatLimit(value: number): string {
  const digits = [4, 5, 6].map((count) => Number(value.toPrecision(count)));
  const short = formatNumber(value);
  return short === '1' ? String(digits.find((each) => each !== 1) ?? 1) : short;
}

/** A value in its unit: `1.24 s`, `0.31 ms`, `<10 ms` for a lag below the sampler's resolution. */
export function formatValue(value: number, name: MetricName): string {
  const { unit } = metrics[name];
  if (value > 0 && belowResolution(name, value)) return `<${resolutionOf(name)} ${unit}`;
  return scaled(value, unit);
}

function scaled(value: number, unit: Metric['unit']): string {
  if (unit === 'ms' && Math.abs(value) >= 1000) return `${formatNumber(value / 1000)} s`;
  if (unit === 'bytes' && Math.abs(value) >= 1024) return `${formatNumber(value / 1024)} KiB`;
  if (unit === 'KiB' && Math.abs(value) >= 1024) return `${formatNumber(value / 1024)} MiB`;
  if (unit === 'ratio') return `${formatNumber(value * 100)} %`;
  return unit === 'count' ? formatNumber(value) : `${formatNumber(value)} ${unit}`;
}

/** `0.69 [0.67, 0.71]`, or `0.69` where there is no interval. */
export function formatRatio(ratio: MeasuredMetric['ratio']): string {
  if (!ratio) return '-';
  const value = formatNumber(ratio.value);
  if (ratio.confidence === 0) return value;
  if (ratio.lo === ratio.hi) return `${value} exact`;
  return `${value} [${formatLimit(ratio.lo)}, ${formatLimit(ratio.hi)}]`;
}

/** A sign beside the colour: colour alone says nothing to many. */
export const verdictSign: Readonly<Record<Verdict, string>> = {
  faster: '✓',
  slower: '✗',
  same: '=',
  unsure: '?',
  'not judged': '–',
};

const seriesWords: Readonly<Record<string, string>> = {
  response: 'response time',
  service: 'service time',
  step: 'step time',
  firstEvent: 'first event',
  overhead: 'overhead above the plan',
  'loop.lag': 'event-loop lag',
  'pool.wait': 'wait for a connection',
  firstByte: 'first byte',
  'ws.delay': 'WebSocket delay',
  'ws.reconnect': 'time without a WebSocket',
  'screen.delay': 'delay to the screen',
};

const metricWords: Readonly<Partial<Record<MetricName, string>>> = {
  throughput: 'throughput',
  'loop.blocked': 'event loop blocked',
  'loop.stalls': 'event-loop stalls',
  'loop.utilization': 'event-loop utilization',
  'loop.msPerOperation': 'event-loop time an operation',
  'loop.msPerTurn': 'event-loop time a turn',
  'pool.inUse.max': 'connections in use, most',
  'pool.waiting.max': 'waiting for a connection, most',
  'db.statementsPerOperation': 'statements an operation',
  'db.connectsPerOperation': 'connects an operation',
  'db.rowsPerOperation': 'rows an operation',
  'db.bytesPerOperation': 'database bytes an operation',
  'db.cpuMsPerOperation': 'database CPU an operation',
  'http.requestsPerOperation': 'HTTP requests sent an operation',
  'http.waitMsPerOperation': 'wait for HTTP answers an operation',
  'ws.usefulPerSecond': 'useful WebSocket units',
  'ws.messagesPerOperation': 'WebSocket messages an operation',
  'ws.bytesPerOperation': 'WebSocket bytes an operation',
  'ws.messagesPerSecond': 'WebSocket messages',
  'ws.bytesPerSecond': 'WebSocket bytes',
  'ws.deliveryRatio': 'WebSocket messages delivered',
  'ws.reordered': 'WebSocket messages out of order',
  'ws.unreadable': 'WebSocket messages unreadable',
  'ws.buffered.max': 'bytes held for slow readers, most',
  'ws.lost': 'critical events lost',
  'ws.duplicates': 'critical events twice',
  'screen.blocked': 'page blocked',
  'cpu.msPerOperation': 'CPU an operation',
  'cpu.withDatabaseMsPerOperation': "CPU an operation, the database's too",
  'memory.rss.max': 'resident memory, most',
  'memory.heap.max': 'JavaScript heap, most',
  'memory.heap.growthPerThousand': 'heap growth, 1,000 op.',
  'memory.buffers.growthPerThousand': 'buffer growth, 1,000 op.',
  'memory.rss.growthPerThousand': 'resident growth, 1,000 op.',
  'gc.pausePerOperation': 'garbage collection an operation',
  'errors.rate': 'errors',
};

const percentileWords: Readonly<Record<string, string>> = { p999: 'P99.9', max: 'max' };

/** What a person calls a metric: `response time P95`. */
export function metricTitle(name: MetricName): string {
  const known = metricWords[name];
  if (known) return known;
  const cut = name.lastIndexOf('.');
  const percentile = name.slice(cut + 1);
  const series = name.slice(0, cut);
  return `${seriesWords[series] ?? series} ${percentileWords[percentile] ?? percentile.toUpperCase()}`;
}
