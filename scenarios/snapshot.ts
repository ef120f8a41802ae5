/** Finding 3: a state is copied by a JSON round trip wherever it is handed over. */
import type { Scenario } from '../harness/index.ts';
import { callScenario, shortArms } from './agent-scenario.ts';
import { createLargeRun, readLargeRun } from './read-large-run.ts';

export const snapshot: Scenario = callScenario({
  name: 'snapshot',
  title: 'a recent run with a state of 256 KB is read, over and over',
  findings: [3],
  metricOfInterest: 'cpu.msPerOperation',
  load: shortArms(30, 1000),
  prepare: createLargeRun,
  drive: (_operation, io) => readLargeRun(io),
});
