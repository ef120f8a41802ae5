import { basename } from 'node:path';
import type { Config } from '../harness/config/parse-config.ts';
import type { Trial } from '../harness/plan/trial.ts';
import { readCommit, readEnvironment } from '../harness/record/environment.ts';
import type { DescribedScenario, RecordingHeader } from '../harness/record/recording.ts';
import type { Rig } from '../harness/run/rig.ts';
import { commandLine } from './command-line.ts';

/** The first line of a recording: what will be measured, with what, and where. */
export function describeRun(
  config: Config,
  trials: readonly Trial[],
  rig: Rig,
  folder: string,
): RecordingHeader {
  const database = rig.postgres ? `PostgreSQL ${rig.postgres.version}` : null;
  return {
    schema: 'tandem/recording@1',
    id: basename(folder),
    command: commandLine(),
    seed: config.seed,
    quick: config.quick,
    environment: readEnvironment(new Date(), rig.cores.words, database, process.cwd()),
    variants: [config.baseline, config.candidate].map(({ name, command, fixes, cwd }) => ({
      name,
      command: command.join(' '),
      fixes: [...fixes],
      commit: readCommit(cwd).commit,
    })),
    scenarios: trials.map(describeScenario),
  };
}

function describeScenario({
  scenario: { scenario },
  load,
  launches,
  soak,
}: Trial): DescribedScenario {
  const { name, title, findings, metricOfInterest, remark, unjudged, parameters } = scenario;
  return {
    name,
    title,
    findings,
    metricOfInterest,
    ...(remark === undefined ? {} : { remark }),
    ...(unjudged === undefined ? {} : { unjudged }),
    parameters,
    load,
    launches: launches.length,
    units: launches.reduce((sum, { units }) => sum + units.length, 0),
    ...(soak === null ? {} : { soakMs: soak.ms }),
  };
}
