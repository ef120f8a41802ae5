/**
 * Makes the reference: all scenarios compared, what each fix gives at two loads, what was claimed. Writes
 * reports/reference/ (page, run.json, summary, raw material) and docs/findings.md.
 *
 *   node dist/scripts/reference.js [minutes]
 *
 * Takes about eight hours in all. It may be interrupted and ends after so many minutes: it goes on with
 * what is in reports/reference-parts/ and reports/reference/raw/, and writes all from what is there, which
 * 0 minutes do alone. Remove both to begin anew.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { summarizeAttribution } from '../harness/attribute/summarize-attribution.ts';
import { loadClaims } from '../harness/config/load-claims.ts';
import { loadConfigFile } from '../harness/config/load-config.ts';
import type { Scenario } from '../harness/config/scenario.ts';
import { exitCode } from '../harness/error.ts';
import { readRecording } from '../harness/record/recording.ts';
import { asStored } from '../harness/record/run-json.ts';
import { renderReport } from '../harness/report/render-report.ts';
import { writeReport } from '../harness/report/write-report.ts';
import { interruption } from './interruption.ts';
import { measuredBefore, measuredOnce } from './measured-once.ts';
import { type AttributedPart, attributePart } from './reference/attribute-part.ts';
import { describeFindings } from './reference/describe-findings.ts';
import { judgeAnew } from './reference/judge-anew.ts';
import { mergeRuns } from './reference/merge-runs.ts';
import { isRecorded, packPart, unpackParts } from './reference/stored-parts.ts';

const folders = join('reports', 'reference-parts');
const reference = join('reports', 'reference');
const store = join(reference, 'raw');
const minutes = Number(process.argv[2] ?? 600);
if (!(minutes >= 0)) {
  console.error(
    `reference: minutes are a number from 0 on, and '${process.argv[2]}' came: leave it out for all.`,
  );
  process.exit(exitCode.usage);
}
const untilMs = performance.now() + 60_000 * minutes;

/** What a load is attributed by, in steps: each asks more of the run before it. */
const attributed: readonly AttributedPart[] = [
  { part: 'busy', scenario: 'pipeline-busy', steps: ['--claims', '--thorough', '--cross-check'] },
  { part: 'half', scenario: 'pipeline', steps: ['first stage'] },
];
/** Runs take seconds: so many units have the 368 values that their P99 needs. */
const trials: Readonly<Record<string, Scenario['trial']>> = {
  'pipeline-busy': { launches: 4, units: 26 },
  pipeline: { launches: 4, units: 32 },
};

const file = await loadConfigFile(process.cwd());
const { config } = file;
const claims = config.claims === undefined ? null : await loadClaims(file, config.claims);
const { signal, code } = interruption();
const isTimeLeft = () => performance.now() < untilMs && !signal.aborted;
/** All of the main job, and the third load of the standard workload. */
const scenarios = [...(config.compare ?? []), 'pipeline-burst'];
unpackParts(store, folders);

for (const scenario of scenarios) {
  const folder = join(folders, scenario);
  if (measuredBefore(folder) || !isTimeLeft()) continue;
  const trial = trials[scenario];
  const sides = { baseline: 'baseline', candidate: 'optimized' };
  await measuredOnce({ folder, scenario, ...sides, ...(trial ? { trial } : {}) }, signal);
}
for (const part of attributed) {
  if (isTimeLeft()) await attributePart(part, folders, untilMs - performance.now(), signal);
}

mkdirSync(reference, { recursive: true });
const parts = [...scenarios, ...attributed.map(({ part }) => part)];
const there = parts.filter((part) => isRecorded(folders, part));
for (const part of there) packPart(folders, part, store);
if (!there.some((part) => scenarios.includes(part))) {
  console.error('no scenario was compared yet: give more minutes');
  process.exit(code() ?? exitCode.notFit);
}
const recordings = there.map((part) => readRecording(join(folders, part)));
const merged = mergeRuns(
  recordings.map((recording) => ({ run: summarizeAttribution(recording), recording })),
  { isWhole: there.length === parts.length },
);
const ofClaims = recordings.find(({ header: { attribution } }) => attribution?.checkClaims);
const compared = recordings.filter(({ header }) => !header.attribution);
const judged = ofClaims && claims ? judgeAnew(ofClaims, compared, claims) : null;
const run = judged ? { ...merged.run, claims: [...judged] } : merged.run;
writeReport(renderReport(run, merged.recording), reference);
writeFileSync('docs/findings.md', describeFindings(asStored(run), config.fixes ?? {}));
console.error(`${reference}/index.html and docs/findings.md are written`);
process.exitCode = code() ?? 0;
