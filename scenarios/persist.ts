/** Finding 5: every change of a run's state is written at once. */
import type { Scenario } from '../harness/index.ts';
import { runScenario, shortArms } from './agent-scenario.ts';
import { std9 } from './dag.ts';
import { plainWorkload } from './workloads.ts';

export const persist: Scenario = runScenario({
  name: 'persist',
  title: 'background runs of nine steps that call no model',
  findings: [5],
  metricOfInterest: 'db.statementsPerOperation',
  // The optimized monitor writes in batches of up to a second.
  settleMs: 1200,
  load: shortArms(2, 1500),
  workload: {
    ...plainWorkload(std9.map(({ name, dependsOn }) => ({ name, dependsOn }))),
    model: false,
  },
  preset: null,
});
