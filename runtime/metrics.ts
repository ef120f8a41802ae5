/** The runtime's own metrics, served at `GET /metrics` in Prometheus' text format. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { MonitorSummary, RunEnd, StepOutcome } from './concerns.ts';

export interface Metrics {
  readonly contentType: string;
  readonly text: () => Promise<string>;
  readonly runEnded: (status: RunEnd['status']) => void;
  readonly stepEnded: (outcome: StepOutcome, ms: number) => void;
  readonly modelRetried: () => void;
}

/** What the gauges show; asked only when the metrics are read. */
export interface MetricSources {
  readonly liveRuns: () => number;
  readonly watchers: () => number;
  readonly monitor: () => MonitorSummary;
}

/** A registry of its own, without prom-client's default collectors: those cost time. */
export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const runs = new Counter({
    name: 'tandem_runs_total',
    help: 'Runs that ended',
    labelNames: ['status'],
    registers,
  });
  const stepSeconds = new Histogram({
    name: 'tandem_step_duration_seconds',
    help: 'Time from the start of a step to its end',
    labelNames: ['outcome'],
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers,
  });
  const retries = new Counter({
    name: 'tandem_model_retries_total',
    help: 'Model calls made again after a failure',
    registers,
  });
  addGauges(registry, sources);
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    runEnded: (status) => runs.inc({ status }),
    stepEnded: (outcome, ms) => stepSeconds.observe({ outcome }, ms / 1000),
    modelRetried: () => retries.inc(),
  };
}

function addGauges(registry: Registry, sources: MetricSources): void {
  const gauges: readonly [name: string, help: string, read: () => number][] = [
    ['tandem_runs_live', 'Runs in progress', sources.liveRuns],
    ['tandem_ws_watchers', 'Open WebSocket connections', sources.watchers],
    ['tandem_monitor_count', 'Measurements seen', () => sources.monitor().count],
    ['tandem_monitor_p95_ms', 'P95 of the measurements', () => sources.monitor().p95Ms],
  ];
  for (const [name, help, read] of gauges) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  }
}
