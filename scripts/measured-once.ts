import { existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { summarizeRun } from '../harness/compare/summarize-run.ts';
import { parseConfig } from '../harness/config/parse-config.ts';
import type { Scenario } from '../harness/config/scenario.ts';
import { planTrials } from '../harness/plan/plan-trials.ts';
import { readCommit } from '../harness/record/environment.ts';
import { readRecording, recordArms } from '../harness/record/recording.ts';
import type { Run } from '../harness/record/run.ts';
import { openRig } from '../harness/run/rig.ts';
import { runTrials } from '../harness/run/run-trials.ts';
import { describeRun } from './describe-run.ts';
import { showProgress } from './progress.ts';

export interface Wanted {
  /** The run is kept here, and not measured again at the same commit while it is valid. */
  readonly folder: string;
  readonly scenario: string;
  readonly baseline: string;
  readonly candidate: string;
  /** Instead of the scenario's own launches and units. */
  readonly trial?: Scenario['trial'];
}

/** A comparison, measured now or before. */
export async function measuredOnce(wanted: Wanted, signal: AbortSignal): Promise<Run> {
  const before = measuredBefore(wanted.folder);
  if (before && before.environment.commit === readCommit(process.cwd()).commit) return before;
  return measured(wanted, signal);
}

async function measured(
  { folder, scenario: name, trial, ...sides }: Wanted,
  signal: AbortSignal,
): Promise<Run> {
  mkdirSync(folder, { recursive: true });
  const config = await parseConfig([name], sides, process.cwd());
  const scenarios = config.scenarios.map(({ scenario, source }) => ({
    scenario: { ...scenario, trial: trial ?? scenario.trial },
    source,
  }));
  const trials = planTrials({ ...config, scenarios });
  const rig = await openRig(trials, signal);
  try {
    const header = { ...describeRun(config, trials, rig, folder), id: basename(folder) };
    await showProgress(header, trials, recordArms(folder, header, runTrials(trials, rig)));
  } finally {
    await rig.close();
  }
  return summarizeRun(readRecording(folder));
}

/** Null where nothing was, or not to its end, or not validly. */
export function measuredBefore(folder: string): Run | null {
  if (!existsSync(join(folder, 'arms.ndjson'))) return null;
  const run = summarizeRun(readRecording(folder));
  const isValid = run.scenarios.every(({ validity }) => validity.state === 'valid');
  return !run.partial && isValid ? run : null;
}
