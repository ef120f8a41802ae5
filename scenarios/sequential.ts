/** Finding 1: steps that could run side by side run one after another. */
import type { Scenario } from '../harness/index.ts';
import { runScenario, shortArms } from './agent-scenario.ts';
import { fan } from './dag.ts';
import { plainWorkload } from './workloads.ts';

export const sequential: Scenario = runScenario({
  name: 'sequential',
  title: 'few runs of ten steps, eight of which need only the first',
  findings: [1],
  metricOfInterest: 'response.p50',
  load: shortArms(2, 1500),
  workload: plainWorkload(fan(8)),
  preset: 'brief',
});
