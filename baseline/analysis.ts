/**
 * Finding 13. The rows are walked again and again: turned into objects, filtered once a service,
 * mapped, reduced and sorted by a comparator for each number of the report. Each chain reads well;
 * together they walk the rows dozens of times. The same habit with streamed JSON, where each token
 * made all of the text be parsed again: vercel/ai#1883 and vercel/ai#17113.
 */
import type { Analysis } from '../runtime/concerns.ts';
import { type AnalysisReport, type Dataset, services } from '../runtime/dataset.ts';

interface Row {
  readonly service: string | undefined;
  readonly latencyMs: number;
  readonly cost: number;
  readonly failed: boolean;
}

/** Metric rows in, their report out. */
export const analysis: Analysis = { analyze, module: import.meta.url };

function analyze(dataset: Dataset): AnalysisReport {
  const rows = toRows(dataset);
  const medianMs = percentile(rows, 0.5);
  return {
    rows: rows.length,
    errors: rows.filter((row) => row.failed).length,
    costMicroUsd: rows.map((row) => row.cost).reduce((sum, cost) => sum + cost, 0),
    p95Ms: percentile(rows, 0.95),
    slow: rows.filter((row) => row.latencyMs > 3 * medianMs).length,
    services: services
      .map((service) => ({ service, own: rows.filter((row) => row.service === service) }))
      .filter(({ own }) => own.length > 0)
      .map(({ service, own }) => ({
        service,
        rows: own.length,
        errors: own.filter((row) => row.failed).length,
        costMicroUsd: own.map((row) => row.cost).reduce((sum, cost) => sum + cost, 0),
        p50Ms: percentile(own, 0.5),
        p95Ms: percentile(own, 0.95),
        maxMs: percentile(own, 1),
      })),
  };
}

function toRows({ service, latencyMs, cost, failed }: Dataset): Row[] {
  return Array.from(latencyMs, (each, row) => ({
    service: services[service[row] ?? 0],
    latencyMs: each,
    cost: cost[row] ?? 0,
    failed: failed[row] === 1,
  }));
}

/** Nearest rank: the smallest latency that at least `share` of the rows do not exceed. */
function percentile(rows: readonly Row[], share: number): number {
  const sorted = rows.map((row) => row.latencyMs).sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}
