/** `tandem report`: draws a stored run again, without measuring. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { summarizeAttribution } from '../harness/attribute/summarize-attribution.ts';
import { summarizeGate } from '../harness/gate/summarize-gate.ts';
import { readRun, runFolderOf } from '../harness/record/read-run.ts';
import { type Recording, readRecording } from '../harness/record/recording.ts';
import type { Run } from '../harness/record/run.ts';
import { renderReport } from '../harness/report/render-report.ts';
import { writeReport } from '../harness/report/write-report.ts';
import { printRun } from './print-run.ts';

export function reportCommand(): Command {
  return new Command('report')
    .description('draw the report of a stored run again')
    .argument('<run>', 'a run folder, such as reports/latest, or its run.json')
    .option('--json', 'print run.json on stdout')
    .action(report);
}

const summarize = (recording: Recording): Run =>
  recording.header.attribution ? summarizeAttribution(recording) : summarizeGate(recording);

async function report(path: string, flags: { readonly json?: boolean }): Promise<void> {
  const folder = runFolderOf(path);
  const recording = readRecording(folder);
  const run = existsSync(join(folder, 'run.json')) ? readRun(folder) : summarize(recording);
  writeReport(renderReport(run, recording), folder);
  printRun(run, folder, flags.json ?? false);
}
