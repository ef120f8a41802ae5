/** Finding 10: a thread is started for every task, however light. */
import type { Scenario } from '../harness/index.ts';
import { callScenario, shortArms } from './agent-scenario.ts';
import { analyzeRows } from './analyze.ts';

export const offload: Scenario = callScenario({
  name: 'offload',
  title: '500 rows are analysed, which takes less time than starting a thread',
  findings: [10],
  metricOfInterest: 'cpu.msPerOperation',
  load: shortArms(6, 1250),
  ...analyzeRows(500),
});
