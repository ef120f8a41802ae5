/** Finding 11: a measurement is written, and awaited, before the answer goes out. */
import type { Scenario } from '../harness/index.ts';
import { callScenario, shortArms } from './agent-scenario.ts';
import { analyzeRows } from './analyze.ts';

export const monitor: Scenario = callScenario({
  name: 'monitor',
  title: '100 rows are analysed: nothing of it needs the database but its measurement',
  findings: [11],
  metricOfInterest: 'db.statementsPerOperation',
  // The optimized monitor writes in batches of up to a second.
  settleMs: 1200,
  load: shortArms(6, 1250),
  ...analyzeRows(100),
});
