/** Finding 2: a retry that sleeps on the event loop stops every other run. */
import type { Scenario } from '../harness/index.ts';
import { runScenario, scaledRetry, shortArms } from './agent-scenario.ts';
import { chain } from './dag.ts';
import type { RetryDelays } from './planned-path.ts';
import { plainWorkload } from './workloads.ts';

/** Not scaled: shorter sleeps would hide between the other stalls. */
export const retrySettings: RetryDelays = { ...scaledRetry, baseMs: 100 };

export const retry: Scenario = runScenario({
  name: 'retry',
  title: 'runs of three steps; three of ten model calls are sent away and wait 100 ms or more',
  findings: [2],
  metricOfInterest: 'loop.blocked',
  load: shortArms(3, 1500),
  workload: plainWorkload(chain(3)),
  preset: 'limited',
  retry: retrySettings,
});
