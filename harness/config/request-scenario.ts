/** A URL and a rate on the command line are a scenario too. */
import { planOf, poissonArrivals } from '../load/pacer.ts';
import { seededRandom } from '../load/random.ts';
import type { RequestLoad } from './config.ts';
import type { HttpAnswer, Scenario } from './scenario.ts';

const usualArmMs = 1000;
/** Operations of an arm: fewer say little of it. */
const fewest = 25;

/**
 * Poisson arrivals of one request, in short arms (A B B A). Each answer must be 2xx or 3xx; status
 * and type must be the same on both sides, bodies may differ (they often hold times and ids).
 */
export function scenarioOfRequest(request: RequestLoad): Scenario {
  const armMs = Math.min(
    request.durationMs / 4,
    Math.max(request.shortestArmMs ?? usualArmMs, (fewest / request.ratePerSecond) * 1000),
  );
  const { body, method, path, headers } = request;
  const asked = { method, path, headers, ...(body === null ? {} : { body }) };
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
    plan: (seed) => planOf(seed, poissonArrivals(request.ratePerSecond, armMs, seededRandom(seed))),
    request: () => asked,
    drive: async (_operation, io) => {
      const { method, path } = request;
      const answer = await io.http(asked);
      const digest = digestOf(answer);
      if (answer.status < 400) return { digest };
      return { digest, wrong: `${method} ${path} answered ${answer.status}` };
    },
  };
}

function digestOf({ status, headers, text }: HttpAnswer): string {
  const type = String(headers['content-type'] ?? 'no type');
  const parameters = type.indexOf(';');
  const media = parameters === -1 ? type : type.slice(0, parameters);
  return `${status} ${media} ${text === '' ? 'empty' : 'with a body'}`;
}
