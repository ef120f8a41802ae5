/** `tandem compare`: both variants side by side, and a report. */
import { Command } from 'commander';
import { summarizeRun } from '../harness/compare/summarize-run.ts';
import { type CompareFlags, parseConfig } from '../harness/config/parse-config.ts';
import { planTrials } from '../harness/plan/plan-trials.ts';
import {
  createRunFolder,
  newRunId,
  readRecording,
  recordArms,
} from '../harness/record/recording.ts';
import { renderReport } from '../harness/report/render-report.ts';
import { writeReport } from '../harness/report/write-report.ts';
import { openRig } from '../harness/run/rig.ts';
import { runTrials } from '../harness/run/run-trials.ts';
import { describeRun } from './describe-run.ts';
import { exitCodeOf } from './exit-code.ts';
import { interruption } from './interruption.ts';
import { printRun } from './print-run.ts';
import { showProgress } from './progress.ts';

export function compareCommand(): Command {
  return new Command('compare')
    .description('measure baseline and candidate in turn and write a report')
    .argument(
      '[scenario...]',
      'what to measure (tandem list shows them); all of the configuration by default',
    )
    .option(
      '--baseline <variant>',
      "a variant, a mix such as baseline+retry, or a command such as 'node a.js'",
    )
    .option('--candidate <variant>', 'the same, for the side that may be better')
    .option('--url <path>', 'instead of a scenario: ask both servers for this path')
    .option('--method <method>', 'with --url: the HTTP method')
    .option('--header <line...>', "with --url: 'name: value'")
    .option('--body <text>', 'with --url: the body')
    .option('--rate <n>', 'with --url: operations a second')
    .option(
      '--duration <time>',
      'length of an arm, such as 10s; with --url: of the whole measurement',
    )
    .option('--budget <time>', 'measure for at most so long, such as 5m')
    .option('--seed <text>', 'the same seed plans the same operations')
    .option('--out <folder>', 'where the report folder is made')
    .option('--quick', 'one short pair of each scenario: shows that all works, claims no verdict')
    .option('--json', 'print run.json on stdout')
    .action(compare);
}

async function compare(names: readonly string[], flags: CompareFlags): Promise<void> {
  const config = await parseConfig(names, flags, process.cwd());
  const trials = planTrials(config);
  const { signal, code } = interruption();
  const rig = await openRig(trials, signal);
  let folder: string;
  try {
    folder = createRunFolder(config.out, newRunId(new Date(), Math.random));
    const header = describeRun(config, trials, rig, folder);
    await showProgress(header, trials, recordArms(folder, header, runTrials(trials, rig)));
  } finally {
    await rig.close();
  }
  const recording = readRecording(folder);
  const run = summarizeRun(recording);
  writeReport(renderReport(run, recording), folder);
  printRun(run, folder, flags.json ?? false);
  process.exitCode = code() ?? exitCodeOf(run, recording);
}
