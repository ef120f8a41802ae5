/**
 * Small operations without model delay, for telling near-equal versions apart. One run in fifty is
 * watched, so that WebSocket messages are counted without widening the times.
 */
import type { Scenario } from '../harness/index.ts';
import { runScenario } from './agent-scenario.ts';
import { chain } from './dag.ts';
import { plainWorkload } from './workloads.ts';

export const gate: Scenario = runScenario({
  name: 'gate',
  title: 'runs of two steps that call no model: a few milliseconds each',
  findings: [],
  metricOfInterest: 'response.p95',
  load: { kind: 'open', ratePerSecond: 100, armMs: 250, cutMs: 0, unit: 'quad' },
  trial: { launches: 4, units: 60 },
  workload: { ...plainWorkload(chain(2)), interactive: 0.02, model: false },
  preset: null,
});
