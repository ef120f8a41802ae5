/**
 * The end-of-test summary of k6: what `--summary-export` writes, or what `handleSummary` is given.
 * They differ in where the values are, in the name of a rate, and in what is true of a threshold:
 * the export writes `true` where it was crossed, the other `ok: true` where it was not.
 */
import { z } from 'zod';
import type { RunScenario } from '../record/run.ts';
import type { Imported, ImportedScenario } from './imported-run.ts';

const threshold = z.union([z.boolean(), z.object({ ok: z.boolean() })]);
const entry = z
  .object({
    values: z.record(z.string(), z.unknown()).optional(),
    thresholds: z.record(z.string(), threshold).optional(),
  })
  .catchall(z.unknown());

/** A script that asks for nothing over HTTP still has iterations. */
export const k6Schema = z
  .object({
    metrics: z.record(z.string(), entry),
    state: z.object({ testRunDurationMs: z.number() }).partial().optional(),
  })
  .refine(({ metrics }) => 'http_reqs' in metrics || 'iterations' in metrics);

type Summary = z.infer<typeof k6Schema>;

export function importK6(summary: Summary): Imported {
  const http = count(summary, 'http_reqs', 'count') > 0;
  const scenario = http ? requests(summary) : iterations(summary);
  return {
    format: 'k6',
    command: 'k6 run',
    startedAt: null,
    seconds: secondsOf(summary),
    scenarios: [scenario],
    warnings: [...crossedThresholds(summary), ...failedChecks(summary)],
  };
}

/** From sending a request to the end of its answer: connecting is not in it, and nor is any waiting for a turn. */
function requests(summary: Summary): ImportedScenario {
  const operations = count(summary, 'http_reqs', 'count');
  // A rate counts as passes what was true of it: here, that a request failed.
  const failed = Math.min(operations, count(summary, 'http_req_failed', 'passes'));
  const rate = number(summary, 'http_reqs', 'rate');
  const share = failed / operations;
  return {
    name: 'request',
    title: `HTTP requests of a k6 script, ${operations} of them`,
    metricOfInterest: 'service.p95',
    parameters: parametersOf(summary, 'http request'),
    operations,
    failures: [{ message: 'failed in k6 (http_req_failed)', count: failed }],
    timedOut: 0,
    unfinished: 0,
    values: {
      ...latencies(summary, 'http_req_duration'),
      throughput: rate === undefined ? undefined : rate * (1 - share),
      'errors.rate': share,
    },
  };
}

function iterations(summary: Summary): ImportedScenario {
  const operations = count(summary, 'iterations', 'count');
  return {
    name: 'request',
    title: `iterations of a k6 script, ${operations} of them`,
    metricOfInterest: 'service.p95',
    parameters: parametersOf(summary, 'iteration'),
    operations,
    failures: [],
    timedOut: 0,
    unfinished: 0,
    values: {
      ...latencies(summary, 'iteration_duration'),
      throughput: number(summary, 'iterations', 'rate'),
    },
  };
}

/** Times are in milliseconds, whatever unit the summary on the terminal has. */
const latencies = (summary: Summary, name: string): ImportedScenario['values'] => ({
  'service.p50': number(summary, name, 'med') ?? number(summary, name, 'p(50)'),
  'service.p90': number(summary, name, 'p(90)'),
  'service.p95': number(summary, name, 'p(95)'),
  'service.p99': number(summary, name, 'p(99)'),
  'service.p999': number(summary, name, 'p(99.9)'),
  'service.max': number(summary, name, 'max'),
});

function parametersOf(summary: Summary, operation: string): RunScenario['parameters'] {
  const most = number(summary, 'vus_max', 'value') ?? number(summary, 'vus_max', 'max');
  return { tool: 'k6', operation, ...(most === undefined ? {} : { virtualUsers: most }) };
}

function secondsOf(summary: Summary): number {
  const { testRunDurationMs } = summary.state ?? {};
  if (testRunDurationMs !== undefined) return testRunDurationMs / 1000;
  const rate = number(summary, 'iterations', 'rate') ?? 0;
  const seconds = count(summary, 'iterations', 'count') / rate;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
}

function crossedThresholds({ metrics }: Summary): readonly string[] {
  return Object.entries(metrics).flatMap(([name, { thresholds = {} }]) =>
    Object.entries(thresholds)
      .filter(([, said]) => (typeof said === 'boolean' ? said : !said.ok))
      .map(([limit]) => `k6 threshold crossed: ${name} ${limit}`),
  );
}

function failedChecks(summary: Summary): readonly string[] {
  const fails = count(summary, 'checks', 'fails');
  const all = fails + count(summary, 'checks', 'passes');
  return fails > 0 ? [`k6: ${fails} of ${all} checks failed`] : [];
}

/** Undefined where there is no such value. */
function number({ metrics }: Summary, name: string, key: string): number | undefined {
  const metric = metrics[name];
  const value = (metric?.values ?? metric)?.[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** No test comes near so many. */
const most = 1e12;

const count = (summary: Summary, name: string, key: string): number =>
  Math.min(most, Math.max(0, Math.round(number(summary, name, key) ?? 0)));
