/** `tandem attribute`: what each fix gives, by a designed experiment. */
import { Command } from 'commander';
import { comparisonsLeft, onlyMeasured } from '../harness/attribute/comparisons-left.ts';
import { measureAttribution } from '../harness/attribute/measure-attribution.ts';
import {
  type AttributeFlags,
  type AttributionConfig,
  parseAttribution,
  recordedFlags,
  resumedFlags,
} from '../harness/attribute/parse-attribution.ts';
import { planAttribution, trialOf } from '../harness/attribute/plan-attribution.ts';
import { summarizeAttribution } from '../harness/attribute/summarize-attribution.ts';
import { usageError } from '../harness/error.ts';
import { expectedMs } from '../harness/plan/expected-duration.ts';
import type { Trial } from '../harness/plan/trial.ts';
import { readCommit } from '../harness/record/environment.ts';
import { runFolderOf } from '../harness/record/read-run.ts';
import {
  type AskedAttribution,
  createRunFolder,
  newRunId,
  type Recording,
  readRecording,
  recordArms,
} from '../harness/record/recording.ts';
import { renderReport } from '../harness/report/render-report.ts';
import { writeReport } from '../harness/report/write-report.ts';
import type { RunEvent } from '../harness/run/events.ts';
import { openRig } from '../harness/run/rig.ts';
import { describeRun } from './describe-run.ts';
import { attributionExitCode } from './exit-code.ts';
import { interruption } from './interruption.ts';
import { printRun } from './print-run.ts';

export function attributeCommand(): Command {
  return new Command('attribute')
    .description('what each fix gives: mixes of fixes compared by a designed experiment')
    .argument('[scenario]', 'what is asked; the first of the configuration by default')
    .option('--baseline <variant>', 'a variant or mix of the configuration')
    .option('--candidate <variant>', 'the same one with more fixes on')
    .option('--url <path>', 'instead of a scenario: ask for this path')
    .option('--method <method>', 'with --url: the HTTP method')
    .option('--header <line...>', "with --url: 'name: value'")
    .option('--body <text>', 'with --url: the body')
    .option('--rate <n>', 'with --url: operations a second')
    .option('--duration <time>', 'length of an arm; with --url: of a comparison')
    .option('--factors <fixes>', 'which of the fixes between them, such as retry,pipeline')
    .option('--metric <metric...>', 'what is attributed, such as cpu.msPerOperation')
    .option(
      '--thorough',
      'then paths from nothing to all fixes: unbiased, whatever the model is; hours',
    )
    .option('--cross-check', 'then each fix alone, all but one, and squares of the strongest pairs')
    .option('--claims', 'then all that the claims of the configuration are about')
    .option('--resume <folder>', 'go on with a run that was interrupted, or ask more of it')
    .option('--seed <text>', 'the same seed plans the same comparisons')
    .option('--out <folder>', 'where the report folder is made')
    .option('--json', 'print run.json on stdout')
    .action(attribute);
}

interface Flags extends AttributeFlags {
  readonly resume?: string;
}

async function attribute(name: string | undefined, flags: Flags): Promise<void> {
  const before = flags.resume === undefined ? null : openRun(flags.resume, name, flags);
  const config = await configOf(name, flags, before?.recording ?? null);
  const { signal, code } = interruption();
  const trials = trialsOf(config);
  const rig = await openRig(trials, signal);
  let folder: string;
  try {
    folder = before?.folder ?? createRunFolder(config.out, newRunId(new Date(), Math.random));
    const header = before?.recording.header ?? describeRun(config, trials.slice(0, 1), rig, folder);
    const begun = onlyMeasured({
      header: { ...header, attribution: config.asked },
      events: before?.recording.events ?? [],
    });
    const events = measureAttribution(config, begun, rig);
    await showComparisons(config, begun, recordArms(folder, begun.header, events, begun.events));
  } finally {
    await rig.close();
  }
  const recording = readRecording(folder);
  const run = summarizeAttribution(recording);
  writeReport(renderReport(run, recording), folder);
  printRun(run, folder, flags.json ?? false);
  if (run.partial) console.error(`Not all was measured: tandem attribute --resume ${folder}`);
  process.exitCode = code() ?? attributionExitCode(run, recording);
}

const trialsOf = (config: AttributionConfig): readonly Trial[] =>
  planAttribution(config.asked).comparisons.map((each) => trialOf(config, each));

async function configOf(
  name: string | undefined,
  flags: Flags,
  recording: Recording | null,
): Promise<AttributionConfig> {
  const begun = recording?.header.attribution;
  if (!begun) return parseAttribution(name, flags, process.cwd());
  const config = await parseAttribution(namedIn(begun), resumedFlags(begun, flags), process.cwd());
  const fixesOf = ({ factors }: AskedAttribution) => factors.map(({ fix }) => fix).join(', ');
  if (fixesOf(config.asked) === fixesOf(begun)) return config;
  throw usageError(
    `the run was begun with the fixes ${fixesOf(begun)}, and tandem.config has ${fixesOf(config.asked)}: begin anew.`,
  );
}

/** A URL is a scenario of its own. */
const namedIn = ({ scenario, flags }: AskedAttribution): string | undefined =>
  flags['url'] === undefined ? scenario : undefined;

/** Numbers of different code are not mixed. */
function openRun(
  path: string,
  name: string | undefined,
  flags: Flags,
): { readonly folder: string; readonly recording: Recording } {
  const planned = [...recordedFlags, 'factors', 'metric', 'out'] as const;
  const stray = planned.find((flag) => flags[flag] !== undefined);
  if (stray || name !== undefined) {
    const which = stray ? `--${stray}` : `the scenario ${name}`;
    throw usageError(`--resume goes on with what was planned: leave out ${which}.`);
  }
  const folder = runFolderOf(path);
  const recording = readRecording(folder);
  if (!recording.header.attribution) {
    throw usageError(`${folder} is no attribution: name a folder that tandem attribute made.`);
  }
  const { commit, dirty } = recording.header.environment;
  const { commit: here, dirty: isDirty } = readCommit(process.cwd());
  if (commit !== here) {
    throw usageError(
      `${folder} was begun at commit ${commit?.slice(0, 7) ?? 'none'}, and this is ${here?.slice(0, 7) ?? 'none'}: check that one out, or begin anew.`,
    );
  }
  if (commit === null || dirty || isDirty) {
    console.error(
      'Not all that is measured is in a commit: it must be what it was, or begin anew.',
    );
  }
  return { folder, recording };
}

/** A line a comparison: how far, and how much longer. */
async function showComparisons(
  config: AttributionConfig,
  { header, events: kept }: Recording,
  events: AsyncIterable<RunEvent>,
): Promise<void> {
  const seen = [...kept];
  console.error(
    `${config.asked.scenario}: ${config.asked.factors.length} fixes, ${planAttribution(config.asked).comparisons.length} comparisons of mixes`,
  );
  for await (const event of events) {
    if (event.kind === 'comparing') {
      const left = comparisonsLeft({ header, events: seen });
      const minutes = Math.ceil(expectedMs(left.map((each) => trialOf(config, each))) / 60_000);
      console.error(`  ${event.scenario.padEnd(30)} ${left.length} left, about ${minutes} min`);
    } else if (event.kind === 'failed') {
      console.error(`  ${event.scenario}: ${event.failure.message}`);
    }
    seen.push(event);
  }
}
