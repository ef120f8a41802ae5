/**
 * Live metrics in Prometheus' text format. Names follow OpenTelemetry's rules for Prometheus
 * (opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics).
 */
import { Counter, Gauge, type Metric, Registry } from 'prom-client';
import type { Buckets } from './buckets.ts';
import type { LiveMetric } from './live-metrics.ts';

export const prometheusContentType = Registry.PROMETHEUS_CONTENT_TYPE;

type Labels = Readonly<Record<string, string>>;

/** `resource` says whose metrics these are, and becomes the labels of `target_info`. */
export function prometheusText(metrics: readonly LiveMetric[], resource: Labels): Promise<string> {
  const registry = new Registry();
  const labels = labelsOf(resource);
  new Gauge({
    name: 'target_info',
    help: 'Whose metrics these are.',
    labelNames: Object.keys(labels),
    registers: [registry],
  }).set(labels, 1);
  for (const metric of metrics) register(metric, registry);
  return registry.metrics();
}

/** A level with several attributes, such as connections used and idle, is one metric. */
function register(metric: LiveMetric, registry: Registry): void {
  const labels = labelsOf(metric.attributes);
  const name = prometheusName(metric);
  const before = registry.getSingleMetric(name);
  if (before instanceof Gauge && metric.kind !== 'histogram') {
    before.set(labels, metric.value);
    return;
  }
  const configuration = {
    name,
    help: metric.description,
    labelNames: Object.keys(labels),
    registers: [registry],
  };
  if (metric.kind === 'histogram') {
    registry.registerMetric(countedHistogram(configuration, labels, metric.value));
  } else if (metric.kind === 'counter') {
    new Counter(configuration).inc(labels, metric.value);
  } else {
    new Gauge(configuration).set(labels, metric.value);
  }
}

/** prom-client's own histogram takes single values, and these are counted already. Of a metric, a registry only asks `get`. */
function countedHistogram(
  { name, help }: { readonly name: string; readonly help: string },
  labels: Labels,
  { bounds, counts, sum, count }: Buckets,
): Metric<string> {
  let upTo = 0;
  const buckets = [...bounds.map(String), '+Inf'].map((le, index) => {
    upTo += counts[index] ?? 0;
    return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: upTo };
  });
  const values = [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
  const get = async () => ({ name, help, type: 'histogram', values, aggregator: 'sum' });
  return { name, get } as unknown as Metric<string>;
}

const unitWords: Readonly<Record<string, string>> = { s: 'seconds', By: 'bytes', 1: 'ratio' };

/** `process.cpu.time` in `s`, a counter: `process_cpu_time_seconds_total`. What is counted is no unit. */
export function prometheusName(metric: Pick<LiveMetric, 'name' | 'unit' | 'kind'>): string {
  const words = allowed(metric.name).split('_');
  const unit = unitWords[metric.unit];
  if (unit !== undefined && !words.includes(unit)) words.push(unit);
  if (metric.kind === 'counter') words.push('total');
  return words.filter((word) => word !== '').join('_');
}

const allowed = (name: string): string => name.replace(/[^a-zA-Z0-9:]+/g, '_');

const labelsOf = (attributes: Labels): Labels =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [allowed(name), value]));
