/** Finding 4: every token goes to every socket of the user at once. */
import type { Scenario } from '../harness/index.ts';
import { runScenario, shortArms } from './agent-scenario.ts';
import { chain } from './dag.ts';
import { plainWorkload } from './workloads.ts';

export const notify: Scenario = runScenario({
  name: 'notify',
  title: 'watched runs with long answers; their users have two more tabs open',
  findings: [4],
  metricOfInterest: 'ws.messagesPerOperation',
  load: shortArms(3, 1500),
  workload: { ...plainWorkload(chain(3)), interactive: 1 },
  preset: 'chatty',
  otherTabs: 2,
});
