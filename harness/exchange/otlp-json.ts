/**
 * Live metrics as OTLP has them, in its JSON form: 64-bit integers are strings
 * (opentelemetry.io/docs/specs/otlp, opentelemetry/proto/metrics/v1/metrics.proto).
 */
import type { LiveMetric } from './live-metrics.ts';

/** In ms since 1970. */
interface Period {
  /** What is cumulative counts from here. */
  readonly startedAtMs: number;
  readonly atMs: number;
}

const cumulative = 2;

/** The body of an `ExportMetricsServiceRequest`. */
export function otlpJson(
  metrics: readonly LiveMetric[],
  resource: Readonly<Record<string, string>>,
  period: Period,
): string {
  const scopeMetrics = [
    { scope: { name: 'tandem' }, metrics: byName(metrics).map((same) => metricOf(same, period)) },
  ];
  return JSON.stringify({
    resourceMetrics: [{ resource: { attributes: attributesOf(resource) }, scopeMetrics }],
  });
}

/** The first of those that differ in their attributes alone, and the others. */
type SameName = readonly [LiveMetric, ...LiveMetric[]];

function byName(metrics: readonly LiveMetric[]): readonly SameName[] {
  const found = new Map<string, SameName>();
  for (const metric of metrics) {
    const [first, ...others] = found.get(metric.name) ?? [];
    found.set(metric.name, first ? [first, ...others, metric] : [metric]);
  }
  return [...found.values()];
}

function metricOf(same: SameName, period: Period) {
  const [{ name, unit, description }] = same;
  return { name, unit, description, ...dataOf(same, period) };
}

function dataOf(same: SameName, period: Period) {
  const [metric] = same;
  const point = pointOf(metric, period);
  if (metric.kind === 'histogram') {
    const { bounds, counts, sum, count } = metric.value;
    const bucketCounts = counts.map(String);
    const dataPoints = [
      { ...point, count: String(count), sum, bucketCounts, explicitBounds: bounds },
    ];
    return { histogram: { aggregationTemporality: cumulative, dataPoints } };
  }
  const dataPoints = same.map((each) => ({ ...pointOf(each, period), asDouble: each.value }));
  if (metric.kind === 'gauge') return { gauge: { dataPoints } };
  const isMonotonic = metric.kind === 'counter';
  return { sum: { aggregationTemporality: cumulative, isMonotonic, dataPoints } };
}

const pointOf = ({ attributes }: LiveMetric, { startedAtMs, atMs }: Period) => ({
  attributes: attributesOf(attributes),
  startTimeUnixNano: nanoseconds(startedAtMs),
  timeUnixNano: nanoseconds(atMs),
});

const attributesOf = (attributes: Readonly<Record<string, string>>) =>
  Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));

const nanoseconds = (ms: number): string => `${BigInt(Math.round(ms * 1e3)) * 1000n}`;
