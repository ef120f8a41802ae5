/** `tandem diff`: two stored results side by side, without measuring. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { diffResults } from '../harness/diff/diff-results.ts';
import { readStored } from '../harness/diff/stored-result.ts';
import { createSideFolder, newRunId, recordingFile } from '../harness/record/recording.ts';
import { renderReport } from '../harness/report/render-report.ts';
import { writeReport } from '../harness/report/write-report.ts';
import { commandLine } from './command-line.ts';
import { printRun } from './print-run.ts';

const formats =
  'a run folder, its run.json, or JSON of k6 (--summary-export, handleSummary), autocannon (-j) or hyperfine (--export-json)';

export function diffCommand(): Command {
  return new Command('diff')
    .description('lay two stored results side by side, and say what may be concluded from them')
    .argument('<a>', formats)
    .argument('<b>', 'the same; its candidate is held against the candidate of <a>')
    .option('--out <folder>', 'where the report folder is made')
    .option('--json', 'print run.json on stdout')
    .action(diff);
}

interface Flags {
  readonly out?: string;
  readonly json?: boolean;
}

function diff(pathOfA: string, pathOfB: string, flags: Flags): void {
  const [a, b] = [readStored(pathOfA), readStored(pathOfB)];
  const id = newRunId(new Date(), Math.random);
  const { run, recording } = diffResults(a, b, { id, command: commandLine() });
  const folder = createSideFolder(resolve(flags.out ?? 'reports'), id);
  writeReport({ ...recordingFile(recording), ...renderReport(run, recording) }, folder);
  printRun(run, folder, flags.json ?? false);
}
