/** Finding 13: rows are passed over several times, and copied each time. */
import type { Scenario } from '../harness/index.ts';
import { callScenario, shortArms } from './agent-scenario.ts';
import { analyzeRows } from './analyze.ts';

export const analysis: Scenario = callScenario({
  name: 'analysis',
  title: '100,000 rows are analysed',
  findings: [13],
  metricOfInterest: 'cpu.msPerOperation',
  load: shortArms(2, 1500),
  ...analyzeRows(100_000),
});
