/** Finding 9: every query opens a database connection of its own. */
import type { Scenario } from '../harness/index.ts';
import { callScenario, shortArms } from './agent-scenario.ts';
import { chain } from './dag.ts';
import { drivenBy } from './http-operation.ts';
import { preparedRun } from './prepared-run.ts';
import { readRun } from './read-run.ts';
import { plainWorkload } from './workloads.ts';

const older = Array.from({ length: 8 }, (_, index) =>
  preparedRun(`older-${index + 1}`, plainWorkload(chain(1))),
);

export const connections: Scenario = callScenario({
  name: 'connections',
  title: 'older runs are read: one query each, for they are no longer in memory',
  findings: [9],
  metricOfInterest: 'pool.wait.p95',
  load: shortArms(20, 1000),
  // One run stays in memory: the last that was prepared, which nobody reads.
  environment: { RECENT_RUNS: '1' },
  prepare: async (io) => {
    for (const run of older) await run.create(io);
    await preparedRun('newer', plainWorkload(chain(1))).create(io);
  },
  ...drivenBy(({ key }) => {
    const run = older[Number(key.split('-').at(-1)) % older.length];
    if (!run) throw new Error(`there is no older run for ${key}`);
    return readRun(run);
  }),
});
