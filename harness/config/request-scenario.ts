/** A URL and a rate on the command line are a scenario too. */
import { poissonArrivals } from '../load/pacer.ts';
import { seededRandom } from '../load/random.ts';
import type { RequestLoad } from './config.ts';
import type { Scenario } from './scenario.ts';

const unitMs = 1000;
/** Operations of an arm: fewer say little of it. */
const fewest = 20;

/**
 * Poisson arrivals of one request, in short arms (A B B A). Each answer must be 2xx or 3xx; status
 * and type must be the same on both sides, bodies may differ (they often hold times and ids).
 */
export function scenarioOfRequest(request: RequestLoad): Scenario {
  const armMs = Math.min(
    request.durationMs / 4,
    Math.max(unitMs, (fewest / request.ratePerSecond) * 1000),
  );
  return {
    name: 'request',
    title: `${request.method} ${request.path} at ${request.ratePerSecond} a second`,
    findings: [],
    metricOfInterest: 'response.p95',
    load: { kind: 'open', ratePerSecond: request.ratePerSecond, armMs, cutMs: 0, unit: 'quad' },
    trial: { launches: 1, units: Math.max(1, Math.round(request.durationMs / armMs / 4)) },
    parameters: {
      method: request.method,
      path: request.path,
      ratePerSecond: request.ratePerSecond,
    },
    database: false,
    services: [],
    environment: {},
    timeoutMs: 10_000,
    plan: (seed) =>
      poissonArrivals(request.ratePerSecond, armMs, seededRandom(seed)).map((atMs, index) => ({
        key: `${seed}/${index}`,
        atMs,
      })),
    drive: async (_operation, io) => {
      const { method, path, headers, body } = request;
      const answer = await io.http({ method, path, headers, ...(body === null ? {} : { body }) });
      const type = String(answer.headers['content-type'] ?? 'no type').split(';')[0];
      const digest = `${answer.status} ${type} ${answer.text === '' ? 'empty' : 'with a body'}`;
      if (answer.status < 400) return { digest };
      return { digest, wrong: `${method} ${path} answered ${answer.status}` };
    },
  };
}
