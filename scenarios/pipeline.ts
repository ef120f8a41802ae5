/** The standard workload at three load points: what users of an agent platform notice. */
import type { Load, Scenario } from '../harness/index.ts';
import { type RunScenario, runScenario } from './agent-scenario.ts';
import { referenceCapacity } from './reference-capacity.ts';
import { standardWorkload } from './workloads.ts';

const title = 'runs of nine steps, four side by side; 60 % of them watched';

/** Long arms: their start is cut until the first runs have ended. */
const longArms = (share: number, armMs: number): Load => ({
  kind: 'open',
  ratePerSecond: share * referenceCapacity,
  armMs,
  cutMs: 4500,
  unit: 'pair',
});

const standard = {
  findings: [],
  workload: standardWorkload,
  preset: 'typical',
  arrivals: 'poisson',
  trial: { launches: 2, units: 7 },
  timeoutMs: 30_000,
} as const satisfies Partial<RunScenario>;

export const pipeline: Scenario = runScenario({
  ...standard,
  name: 'pipeline',
  title: `${title}, at half of the reference baseline's capacity`,
  metricOfInterest: 'response.p95',
  load: longArms(0.5, 14_000),
});

export const pipelineBusy: Scenario = runScenario({
  ...standard,
  name: 'pipeline-busy',
  title: `${title}, at 70 % of the reference baseline's capacity`,
  metricOfInterest: 'response.p95',
  load: longArms(0.7, 13_000),
});

export const pipelineBurst: Scenario = runScenario({
  ...standard,
  name: 'pipeline-burst',
  title: `${title}: 16 of them within half a second, then drained`,
  metricOfInterest: 'response.p95',
  load: { kind: 'episode', operations: 16, withinMs: 500 },
});
