/** Requests at random moments, each with the moment it was sent: what the benchmark of lag asks. */
import { scenarioOfRequest } from '../../harness/config/request-scenario.ts';
import { defineScenario } from '../../harness/config/scenario.ts';
import { monotonicUs } from '../../harness/probe/monotonic-clock.ts';

/** On the monotonic clock, in microseconds, which the server's process shares. */
export const sentHeader = 'x-sent-us';

/** Each case stretches it to its own rate. */
const request = { method: 'GET', path: '/', headers: {}, body: null, ratePerSecond: 200 };

export const arrivals = defineScenario({
  ...scenarioOfRequest({ ...request, durationMs: 4000 }),
  name: 'arrivals',
  drive: async (_operation, io) => {
    const headers = { [sentHeader]: monotonicUs().toFixed(0) };
    const { status } = await io.http({ method: 'GET', path: '/', headers });
    return status === 200 ? { digest: '' } : { digest: '', wrong: `it answered ${status}` };
  },
});
