/** `tandem gate`: the same comparison for CI, with limits and an exit code. */
import { Command } from 'commander';
import { summarizeRun } from '../harness/compare/summarize-run.ts';
import { loadConfigFile } from '../harness/config/load-config.ts';
import { exitCode, usageError } from '../harness/error.ts';
import { askedLimits, withLimits } from '../harness/gate/limit.ts';
import { oneScenario } from '../harness/gate/one-scenario.ts';
import { type GateConfig, type GateFlags, parseGate } from '../harness/gate/parse-gate.ts';
import { summarizeGate } from '../harness/gate/summarize-gate.ts';
import { armsTooShort } from '../harness/gate/trust.ts';
import { untilSettled } from '../harness/gate/until-settled.ts';
import { planTrials } from '../harness/plan/plan-trials.ts';
import { readCommit } from '../harness/record/environment.ts';
import { runFolderOf } from '../harness/record/read-run.ts';
import {
  createRunFolder,
  newRunId,
  type Recording,
  readRecording,
  recordArms,
} from '../harness/record/recording.ts';
import type { Run } from '../harness/record/run.ts';
import { renderReport } from '../harness/report/render-report.ts';
import { writeReport } from '../harness/report/write-report.ts';
import { openRig } from '../harness/run/rig.ts';
import { runTrials } from '../harness/run/run-trials.ts';
import { comparisonFlags } from './comparison-flags.ts';
import { describeRun } from './describe-run.ts';
import { gateExitCode } from './exit-code.ts';
import { type Interruption, interruption } from './interruption.ts';
import { printRun } from './print-run.ts';
import { showProgress } from './progress.ts';
import { tellGithub, tellGithubOfError } from './tell-github.ts';

export function gateCommand(): Command {
  return comparisonFlags(new Command('gate'))
    .description('measure until limits are kept or proven broken: for CI')
    .argument('[scenario]', "what is asked; the configuration's gate scenario by default")
    .option('--base <ref>', 'compare with the candidate at the merge base of this ref and HEAD')
    .option('--run <folder>', 'judge a stored run, such as reports/latest, instead of measuring')
    .option(
      '--limit <limit...>',
      "such as 'response.p95.ratio<=1.05'; by default times and costs by 5 %, counts by 1 %",
    )
    .option('--confirm', 'measure all once more before a broken limit counts')
    .option('--fail-on-unsure', 'exit 3 when a limit was neither kept nor broken for sure')
    .action(gate);
}

interface Flags extends GateFlags {
  readonly run?: string;
  readonly confirm?: boolean;
}

async function gate(name: string | undefined, flags: Flags): Promise<void> {
  if (flags.run !== undefined) return gateStored(flags.run, name, flags);
  const interrupted = interruption();
  const config = await parseGate(name, flags, process.cwd(), interrupted.signal).catch(
    (error: unknown) => {
      if (interrupted.signal.aborted) return null;
      throw error;
    },
  );
  if (config === null) {
    process.exitCode = interrupted.code() ?? exitCode.terminated;
    tellGithubOfError('the gate was interrupted');
  } else await decide(config, flags, interrupted);
}

async function decide(config: GateConfig, flags: Flags, interrupted: Interruption): Promise<void> {
  if (flags.base !== undefined) sayWhatIsCompared(config);
  let used = config;
  let judged = await measure(used, interrupted);
  if (isTooShort(judged.run) && config.inLongerArms && !interrupted.signal.aborted) {
    console.error(`${armsTooShort}, measured again in longer ones: ${judged.folder}`);
    used = config.inLongerArms();
    judged = await measure(used, interrupted);
  }
  if (flags.confirm && judged.run.gate?.state === 'failed' && !interrupted.signal.aborted) {
    console.error(`A limit is broken, all are measured once more: ${judged.folder}`);
    judged = await measure({ ...used, seed: `${used.seed}/confirm` }, interrupted);
  }
  const { run, folder } = judged;
  printRun(run, folder, flags.json ?? false);
  tellGithub(run, folder);
  process.exitCode = interrupted.code() ?? judged.exitCode;
}

function sayWhatIsCompared({ baseline }: GateConfig): void {
  const { commit, dirty } = readCommit(process.cwd());
  if (dirty) {
    console.error(
      `Compared with ${baseline.name}: the working tree as it is, changes in no commit included.`,
    );
  } else if (commit !== null && baseline.name.endsWith(` at ${commit.slice(0, 7)}`)) {
    console.error(`The base is HEAD itself and nothing was changed: both sides are the same.`);
  }
}

const isTooShort = ({ gate: judged }: Run): boolean =>
  judged?.reasons.some((reason) => reason.startsWith(armsTooShort)) ?? false;

interface Judged {
  readonly run: Run;
  readonly folder: string;
  readonly exitCode: number;
}

async function measure(config: GateConfig, { signal }: Interruption): Promise<Judged> {
  const trials = planTrials(config);
  const rig = await openRig(trials, signal);
  let folder: string;
  try {
    folder = createRunFolder(config.out, newRunId(new Date(), Math.random));
    const header = withLimits(describeRun(config, trials, rig, folder), config, trials);
    const events = untilSettled(header, runTrials(trials, rig));
    await showProgress(header, trials, recordArms(folder, header, events));
  } finally {
    await rig.close();
  }
  const recording = readRecording(folder);
  const run = summarizeGate(recording);
  writeReport(renderReport(run, recording), folder);
  return { run, folder, exitCode: gateExitCode(run, recording, config.failOnUnsure) };
}

/** What measures has no place beside a run that is stored. */
const measuring =
  'base confirm url method header body rate duration budget seed out baseline candidate'.split(
    ' ',
  ) as readonly (keyof Flags)[];

/** Its numbers are judged as they are; they are never the baseline of another run. */
async function gateStored(path: string, name: string | undefined, flags: Flags): Promise<void> {
  const stray = measuring.find((flag) => flags[flag] !== undefined);
  if (stray) {
    throw usageError(`--run judges what is stored, and --${stray} measures: leave out one.`);
  }
  const folder = runFolderOf(path);
  const { config } = await loadConfigFile(process.cwd());
  const whole = readRecording(folder);
  const { header, events } = oneScenario(whole, name);
  const limits = askedLimits(flags.limit, config.gate?.limits);
  const recording = { header: withLimits(header, limits, null), events };
  const run = summarizeGate(recording);
  writeReport(renderReport(amongOthers(run, whole), whole), folder);
  printRun(run, folder, flags.json ?? false);
  tellGithub(run, folder);
  process.exitCode = gateExitCode(run, recording, flags.failOnUnsure ?? false);
}

/** The report keeps the scenarios that were not judged. */
function amongOthers(run: Run, whole: Recording): Run {
  const all = summarizeRun(whole);
  const [judged] = run.scenarios;
  return {
    ...all,
    partial: all.scenarios.length > 1 ? all.partial : run.partial,
    scenarios: all.scenarios.map((each) => (each.name === judged?.name ? judged : each)),
    gate: run.gate,
  };
}
