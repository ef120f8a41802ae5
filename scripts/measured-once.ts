import { existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { summarizeRun } from '../harness/compare/summarize-run.ts';
import { parseConfig } from '../harness/config/parse-config.ts';
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
}

/** A comparison, measured now or before. */
export async function measuredOnce(
  { folder, scenario, ...sides }: Wanted,
  signal: AbortSignal,
): Promise<Run> {
  const before = measuredBefore(folder);
  if (before) return before;
  mkdirSync(folder, { recursive: true });
  const config = await parseConfig([scenario], sides, process.cwd());
  const trials = planTrials(config);
  const rig = await openRig(trials, signal);
  try {
    const header = { ...describeRun(config, trials, rig, folder), id: basename(folder) };
    await showProgress(header, trials, recordArms(folder, header, runTrials(trials, rig)));
  } finally {
    await rig.close();
  }
  return summarizeRun(readRecording(folder));
}

/** Null where nothing was, or not to its end, not validly, or of other code. */
function measuredBefore(folder: string): Run | null {
  if (!existsSync(join(folder, 'arms.ndjson'))) return null;
  const run = summarizeRun(readRecording(folder));
  if (run.environment.commit !== readCommit(process.cwd()).commit) return null;
  const isValid = run.scenarios.every(({ validity }) => validity.state === 'valid');
  return !run.partial && isValid ? run : null;
}
