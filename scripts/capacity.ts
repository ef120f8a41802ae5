/** `tandem capacity`: how much one variant can do, or two. */
import { join } from 'node:path';
import { Command } from 'commander';
import { summarizeCapacity } from '../harness/capacity/summarize-capacity.ts';
import { parseCapacity } from '../harness/config/parse-capacity.ts';
import type { SideFlags } from '../harness/config/parse-sides.ts';
import { exitCode } from '../harness/error.ts';
import { planTrials } from '../harness/plan/plan-trials.ts';
import type { Capacity } from '../harness/record/capacity.ts';
import { createSideFolder, newRunId, recordEvents } from '../harness/record/recording.ts';
import { writeReport } from '../harness/report/write-report.ts';
import { measureCapacity } from '../harness/run/measure-capacity.ts';
import { openRig } from '../harness/run/rig.ts';
import { describeCapacity } from './describe-capacity.ts';
import { interruption } from './interruption.ts';
import { printCapacity, showSteps } from './print-capacity.ts';

export function capacityCommand(): Command {
  return new Command('capacity')
    .description(
      'search the highest rate that a variant keeps up with, or a pair in turn: closed loop, then a ramp',
    )
    .argument('<variant>', "a variant, a mix such as baseline+retry, or a command: 'node a.js'")
    .argument('[candidate]', 'a second one, measured step by step in turn with the first')
    .option('--scenario <name>', 'what is asked (tandem list shows them); it needs an open load')
    .option('--url <path>', 'instead of a scenario: ask for this path')
    .option('--method <method>', 'with --url: the HTTP method')
    .option('--header <line...>', "with --url: 'name: value'")
    .option('--body <text>', 'with --url: the body')
    .option('--rate <n>', 'with --url: operations a second of the warm-up')
    .option('--duration <time>', 'of a step, such as 10s: five times the response time or more')
    .option('--seed <text>', 'the same seed plans the same operations')
    .option('--out <folder>', 'where the folder of the run is made')
    .option('--json', 'print capacity.json on stdout')
    .action(capacity);
}

async function capacity(
  variant: string,
  candidate: string | undefined,
  flags: SideFlags,
): Promise<void> {
  const config = await parseCapacity(variant, candidate, flags, process.cwd());
  const trials = planTrials(config);
  const [trial] = trials;
  if (!trial) throw new Error('a plan has a trial for each scenario');
  const { signal, code } = interruption();
  const rig = await openRig(trials, signal);
  try {
    const folder = createSideFolder(config.out, newRunId(new Date(), Math.random));
    const header = describeCapacity(config, rig, folder);
    const measured = measureCapacity(trial, config, rig);
    const steps = recordEvents(join(folder, 'steps.ndjson'), header, measured);
    const events = await showSteps(header, steps);
    const end = { at: new Date(), interrupted: signal.aborted };
    const found = summarizeCapacity(header, events, end);
    writeReport({ 'capacity.json': JSON.stringify(found, null, 2) }, folder);
    printCapacity(found, folder, flags.json ?? false);
    process.exitCode = code() ?? exitCodeOf(found);
  } finally {
    await rig.close();
  }
}

function exitCodeOf({ failure, sides }: Capacity): number {
  if (failure) return failure.code;
  return sides.every(({ knee }) => knee !== null) ? exitCode.ok : exitCode.notFit;
}
