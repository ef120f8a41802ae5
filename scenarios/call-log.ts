/** Finding 6: payloads are serialised for a log that is off. */
import type { Scenario } from '../harness/index.ts';
import { callScenario, shortArms } from './agent-scenario.ts';
import { chain } from './dag.ts';
import { dryRunOf } from './dry-run.ts';
import { plainWorkload } from './workloads.ts';

export const callLog: Scenario = callScenario({
  name: 'call-log',
  title: 'a pipeline with a context of 1.4 MB is checked; the debug log would hold it',
  findings: [6],
  metricOfInterest: 'cpu.msPerOperation',
  load: shortArms(8, 1000),
  // Large, for the rest of a check (five validations, a token) costs as much as logging 600 KB.
  drive: dryRunOf({ ...plainWorkload(chain(3)), contextCharacters: 1_400_000 }),
});
