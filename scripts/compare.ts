/** `tandem compare`: both variants side by side, and a report. */
import { Command } from 'commander';
import { summarizeRun } from '../harness/compare/summarize-run.ts';
import { type CompareFlags, parseConfig } from '../harness/config/parse-config.ts';
import { planTrials } from '../harness/plan/plan-trials.ts';
import {
  createRunFolder,
  newRunId,
  profilesIn,
  readRecording,
  recordArms,
} from '../harness/record/recording.ts';
import { renderReport } from '../harness/report/render-report.ts';
import { writeReport } from '../harness/report/write-report.ts';
import { thenDiagnose } from '../harness/run/diagnosis-pass.ts';
import { openRig } from '../harness/run/rig.ts';
import { runTrials } from '../harness/run/run-trials.ts';
import { comparisonFlags } from './comparison-flags.ts';
import { describeRun } from './describe-run.ts';
import { exitCodeOf } from './exit-code.ts';
import { interruption } from './interruption.ts';
import { printRun } from './print-run.ts';
import { showProgress } from './progress.ts';

export function compareCommand(): Command {
  return comparisonFlags(new Command('compare'))
    .description('measure baseline and candidate in turn and write a report')
    .argument(
      '[scenario...]',
      'what to measure (tandem list shows them); all of the configuration by default',
    )
    .option(
      '--profile',
      'then look inside both: who blocks the event loop, where time and memory go',
    )
    .option(
      '--soak <time>',
      'a leak check: both sides for so long, such as 10m, and whether their memory grows',
    )
    .option('--quick', 'one short pair of each scenario: shows that all works, claims no verdict')
    .action(compare);
}

interface Flags extends CompareFlags {
  readonly profile?: boolean;
}

async function compare(names: readonly string[], flags: Flags): Promise<void> {
  const config = await parseConfig(names, flags, process.cwd());
  const trials = planTrials(config);
  const { signal, code } = interruption();
  const rig = await openRig(trials, signal);
  let folder: string;
  try {
    folder = createRunFolder(config.out, newRunId(new Date(), Math.random));
    const header = describeRun(config, trials, rig, folder);
    const timed = runTrials(trials, rig);
    const events = flags.profile ? thenDiagnose(timed, trials, rig, profilesIn(folder)) : timed;
    await showProgress(header, trials, recordArms(folder, header, events));
  } finally {
    await rig.close();
  }
  const recording = readRecording(folder);
  const run = summarizeRun(recording);
  writeReport(renderReport(run, recording), folder);
  printRun(run, folder, flags.json ?? false);
  process.exitCode = code() ?? exitCodeOf(run, recording);
}
