/** Finding 12: the whole state is validated again at every access to one of its fields. */
import type { Scenario } from '../harness/index.ts';
import { callScenario, shortArms } from './agent-scenario.ts';
import { drivenBy } from './http-operation.ts';
import { preparedRun } from './prepared-run.ts';
import { readRun } from './read-run.ts';
import { largeState } from './workloads.ts';

const large = preparedRun('large-state', largeState(100));

/** Small ones: sending them is not what is measured. */
const fields = [
  ...['goal', 'mode', 'plan', 'completedSteps', 'citations', 'topRecords', 'risks'],
  ...['recommendations', 'analyses', 'summary', 'report', 'confidence', 'attempts', 'retries'],
  ...['toolCalls', 'recordsSeen', 'rowsAnalysed', 'promptTokens', 'costMicroUsd', 'merges'],
];

export const state: Scenario = callScenario({
  name: 'state',
  title: 'twenty small fields of a state of 256 KB are read, over and over',
  findings: [12],
  metricOfInterest: 'cpu.msPerOperation',
  load: shortArms(30, 1000),
  prepare: large.create,
  ...drivenBy(() => readRun(large, fields)),
});
