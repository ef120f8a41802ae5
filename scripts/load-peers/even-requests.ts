import { scenarioOfRequest } from '../../harness/config/request-scenario.ts';
import type { Scenario } from '../../harness/config/scenario.ts';
import { constantArrivals, planOf } from '../../harness/load/pacer.ts';

/** `GET /` at even moments, in one arm of this length: what the benchmarks of load ask for. */
export function evenRequests(name: string, ratePerSecond: number, armMs: number) {
  const request = { method: 'GET', path: '/', headers: {}, body: null, ratePerSecond };
  return {
    ...scenarioOfRequest({ ...request, durationMs: 4 * armMs }),
    name,
    load: { kind: 'open', ratePerSecond, armMs, cutMs: 0, unit: 'pair' },
    plan: (seed: string) => planOf(seed, constantArrivals(ratePerSecond, armMs)),
  } satisfies Scenario;
}
