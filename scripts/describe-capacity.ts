import { basename } from 'node:path';
import type { CapacityConfig } from '../harness/config/parse-capacity.ts';
import { type CapacityHeader, capacitySchemaName } from '../harness/record/capacity.ts';
import { readCommit, readEnvironment } from '../harness/record/environment.ts';
import type { Rig } from '../harness/run/rig.ts';
import { commandLine } from './command-line.ts';

/** What will be searched, with what, and where. */
export function describeCapacity(config: CapacityConfig, rig: Rig, folder: string): CapacityHeader {
  const database = rig.postgres ? `PostgreSQL ${rig.postgres.version}` : null;
  const [{ scenario }] = config.scenarios;
  return {
    schema: capacitySchemaName,
    id: basename(folder),
    command: commandLine(),
    seed: config.seed,
    environment: readEnvironment(new Date(), rig.cores.words, database, process.cwd()),
    scenario: {
      name: scenario.name,
      title: scenario.title,
      ratePerSecond: config.ratePerSecond,
      closedLoop: scenario.request !== undefined,
      parameters: { ...scenario.parameters },
    },
    stepSeconds: config.stepMs / 1000,
    sides: config.sides.map((side) => {
      const { name, command, fixes, cwd } = config[side];
      const { commit } = readCommit(cwd);
      return { side, variant: { name, command: command.join(' '), fixes: [...fixes], commit } };
    }),
  };
}
