/** Finding 8: five layers validate the same request, each with a schema of its own making. */
import type { Scenario } from '../harness/index.ts';
import { callScenario, shortArms } from './agent-scenario.ts';
import { chain } from './dag.ts';
import { dryRunOf } from './dry-run.ts';
import { plainWorkload } from './workloads.ts';

export const validation: Scenario = callScenario({
  name: 'validation',
  title: 'a small pipeline is checked, and passes every layer',
  findings: [8],
  metricOfInterest: 'cpu.msPerOperation',
  load: shortArms(50, 1000),
  ...dryRunOf(plainWorkload(chain(3))),
});
