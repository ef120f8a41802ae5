/** Finding 3: a state is copied by a JSON round trip wherever it is handed over. */
import type { Scenario } from '../harness/index.ts';
import { callScenario, shortArms } from './agent-scenario.ts';
import { chain } from './dag.ts';
import { drivenBy } from './http-operation.ts';
import { preparedRun } from './prepared-run.ts';
import { readRun } from './read-run.ts';
import { plainWorkload } from './workloads.ts';

/** Mostly text: a state of many small records is dearer to validate (finding 12) than to copy. */
const large = preparedRun('large-state', { ...plainWorkload(chain(15)), promptCharacters: 16_500 });

export const snapshot: Scenario = callScenario({
  name: 'snapshot',
  title: 'a recent run with a state of 256 KB is read, over and over',
  findings: [3],
  metricOfInterest: 'cpu.msPerOperation',
  remark:
    'Not isolated (docs/isolation.md): its own fix alone shows no gain here. Every read of the ' +
    'baseline also validates the state as a whole, which makes a new object each time (finding 12).',
  load: shortArms(8, 1000),
  prepare: large.create,
  ...drivenBy(() => readRun(large)),
});
