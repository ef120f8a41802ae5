/** Finding 6: payloads are serialised for a log that is off. */
import type { Scenario } from '../harness/index.ts';
import { callScenario, shortArms } from './agent-scenario.ts';
import { chain } from './dag.ts';
import { dryRunOf } from './dry-run.ts';
import { plainWorkload } from './workloads.ts';

export const callLog: Scenario = callScenario({
  name: 'call-log',
  title: 'a pipeline with a context of 256 KB is checked; the debug log would hold it',
  findings: [6],
  metricOfInterest: 'cpu.msPerOperation',
  remark:
    'Not isolated (docs/isolation.md): its own fix alone shows no gain here. What is logged was ' +
    'validated first, in five layers, which costs more (finding 8).',
  load: shortArms(8, 1000),
  ...dryRunOf({ ...plainWorkload(chain(3)), contextCharacters: 256_000 }),
});
