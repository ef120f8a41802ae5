/** What `autocannon -j` prints: percentiles in whole milliseconds, and no P95 among them. */
import { z } from 'zod';
import type { Imported } from './imported-run.ts';

/** No test comes near so many. */
const count = z.int().min(0).max(1e12);

export const autocannonSchema = z.object({
  url: z.union([z.string(), z.array(z.string())]).optional(),
  title: z.string().optional(),
  connections: count,
  pipelining: count.optional(),
  /** Seconds. */
  duration: z.number().min(0.001),
  start: z.string().optional(),
  /** Of connections, those of `timeouts` among them. */
  errors: count,
  timeouts: count,
  non2xx: count,
  mismatches: count.optional(),
  '2xx': count,
  latency: z.object({
    p50: z.number(),
    p90: z.number(),
    p99: z.number(),
    p99_9: z.number(),
    max: z.number(),
  }),
  requests: z.object({ total: count, sent: count.optional() }),
});

type Result = z.infer<typeof autocannonSchema>;

/** A closed loop: latencies count from the sending, whenever that was. */
export function importAutocannon(result: Result): Imported {
  const { latency, duration, connections, pipelining = 1, start = null } = result;
  const url = [result.url ?? []].flat().join(' ') || 'not said';
  const answered = result['2xx'];
  const operations = answered + result.non2xx + result.errors;
  return {
    format: 'autocannon',
    command: `autocannon ${url}`,
    startedAt: start,
    seconds: duration,
    scenarios: [
      {
        name: 'request',
        title: `requests by autocannon, ${operations} of them`,
        metricOfInterest: 'service.p99',
        parameters: { tool: 'autocannon', operation: 'http request', url, connections, pipelining },
        operations,
        failures: failuresOf(result),
        timedOut: result.timeouts,
        unfinished: Math.max(0, (result.requests.sent ?? operations) - operations),
        values: {
          'service.p50': latency.p50,
          'service.p90': latency.p90,
          'service.p99': latency.p99,
          'service.p999': latency.p99_9,
          'service.max': latency.max,
          throughput: answered / duration,
          'errors.rate': operations === 0 ? undefined : 1 - answered / operations,
        },
      },
    ],
    warnings: warningsOf(result),
  };
}

const failuresOf = ({ non2xx, errors, timeouts }: Result): Imported['scenarios'][0]['failures'] => [
  { message: 'answered other than 2xx', count: non2xx },
  { message: 'connection failed', count: errors - timeouts },
  { message: 'timed out', count: timeouts },
];

const warningsOf = ({ mismatches = 0 }: Result): readonly string[] =>
  mismatches > 0 ? [`autocannon: ${mismatches} answers were not what was expected`] : [];
