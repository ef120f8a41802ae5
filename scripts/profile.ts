/** `tandem profile`: where the time of one variant goes, or of two side by side. */
import { rmSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { Command } from 'commander';
import { parseSides, type SideFlags } from '../harness/config/parse-sides.ts';
import { exitCode } from '../harness/error.ts';
import { planTrials } from '../harness/plan/plan-trials.ts';
import { clinicNames, clinicTools } from '../harness/profile/clinic-launch.ts';
import type { Diagnosis } from '../harness/profile/diagnosis.ts';
import { readEnvironment } from '../harness/record/environment.ts';
import { createSideFolder, newRunId, profilesIn } from '../harness/record/recording.ts';
import { renderDiagnosisTable } from '../harness/report/diagnosis-table.ts';
import { type ProfileHeader, renderDiagnosis } from '../harness/report/render-diagnosis.ts';
import { writeReport } from '../harness/report/write-report.ts';
import { diagnose } from '../harness/run/diagnosis-pass.ts';
import { openRig } from '../harness/run/rig.ts';
import { commandLine } from './command-line.ts';
import { interruption } from './interruption.ts';

export function profileCommand(): Command {
  return new Command('profile')
    .description(
      'look inside one variant under load, or a pair: who blocks the event loop, where the time and the memory go',
    )
    .argument('<variant>', "a variant, a mix such as baseline+retry, or a command: 'node a.js'")
    .argument('[candidate]', 'a second one, to compare with the first')
    .option('--scenario <name>', 'what is asked (tandem list shows them)')
    .option('--url <path>', 'instead of a scenario: ask for this path')
    .option('--method <method>', 'with --url: the HTTP method')
    .option('--header <line...>', "with --url: 'name: value'")
    .option('--body <text>', 'with --url: the body')
    .option('--rate <n>', 'with --url: operations a second')
    .option('--with <tools>', `pages of Clinic too, such as ${clinicNames.slice(0, 2).join(',')}`)
    .option('--seed <text>', 'the same seed plans the same operations')
    .option('--out <folder>', 'where the folder of the profile is made')
    .option('--json', 'print diagnosis.json on stdout')
    .action(profile);
}

interface Flags extends SideFlags {
  readonly with?: string;
}

async function profile(
  variant: string,
  candidate: string | undefined,
  { with: asked, ...flags }: Flags,
): Promise<void> {
  const config = await parseSides(variant, candidate, flags, process.cwd());
  const [trial] = planTrials(config);
  if (!trial) throw new Error('a plan has a trial for each scenario');
  const tools = clinicTools(asked, process.cwd());
  const { signal, code } = interruption();
  const rig = await openRig([trial], signal);
  try {
    const folder = createSideFolder(config.out, newRunId(new Date(), Math.random));
    const database = rig.postgres ? `PostgreSQL ${rig.postgres.version}` : null;
    const header = {
      id: basename(folder),
      command: commandLine(),
      seed: config.seed,
      environment: readEnvironment(new Date(), rig.cores.words, database, process.cwd()),
    };
    let failed: number = exitCode.ok;
    let isShown = false;
    for await (const event of diagnose(trial, config.sides, rig, profilesIn(folder), tools)) {
      if (event.kind === 'looking') console.error(`  ${event.variant}: ${event.at}`);
      else if (event.kind === 'diagnosed') {
        show(header, event.diagnosis, folder, flags);
        isShown = true;
      } else {
        console.error(`tandem: ${event.failure.message}`);
        failed = event.failure.code;
      }
    }
    // Raw profiles without a page that says what they are of help nobody.
    if (!isShown) rmSync(folder, { recursive: true, force: true });
    process.exitCode = code() ?? failed;
  } finally {
    await rig.close();
  }
}

function show(
  header: ProfileHeader,
  diagnosis: Diagnosis,
  folder: string,
  { json }: SideFlags,
): void {
  const files = renderDiagnosis(header, diagnosis);
  writeReport(files, folder);
  console.error(`\n${renderDiagnosisTable(diagnosis)}\n`);
  console.error(`Written: ${relative(process.cwd(), join(folder, 'index.html'))}`);
  if (json) console.log(files['diagnosis.json']);
}
