/** The scenario `pipeline` with the same runs at the same moments, of which nobody watches one. */
import { runScenario } from '../../scenarios/agent-scenario.ts';
import { pipeline } from '../../scenarios/pipeline.ts';
import { standardWorkload } from '../../scenarios/workloads.ts';

export const unwatched = runScenario({
  name: 'pipeline-unwatched',
  title: 'the runs of pipeline, all of them in the background',
  findings: [],
  metricOfInterest: 'cpu.msPerOperation',
  workload: { ...standardWorkload, interactive: 0 },
  preset: 'typical',
  arrivals: 'poisson',
  load: pipeline.load,
  trial: pipeline.trial,
  timeoutMs: pipeline.timeoutMs,
});
