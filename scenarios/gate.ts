/** Small operations without model delay, for telling near-equal versions apart. */
import type { Scenario } from '../harness/index.ts';
import { runScenario } from './agent-scenario.ts';
import { chain } from './dag.ts';
import { plainWorkload } from './workloads.ts';

export const gate: Scenario = runScenario({
  name: 'gate',
  title: 'runs of two steps that call no model: 5 to 20 ms each',
  findings: [],
  metricOfInterest: 'response.p95',
  load: { kind: 'open', ratePerSecond: 20, armMs: 1000, cutMs: 0, unit: 'quad' },
  trial: { launches: 2, units: 10 },
  workload: { ...plainWorkload(chain(2)), model: false },
  preset: null,
});
