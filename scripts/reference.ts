/**
 * Makes the reference: all scenarios compared, what each fix gives at two loads, what was claimed. Writes
 * reports/reference/ (page, run.json, summary) and docs/findings.md.
 *
 *   node dist/scripts/reference.js
 *
 * Takes about seven hours, and may be interrupted: it goes on with what is in reports/reference-parts/.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { summarizeAttribution } from '../harness/attribute/summarize-attribution.ts';
import { loadConfigFile } from '../harness/config/load-config.ts';
import { readCommit } from '../harness/record/environment.ts';
import { type Recording, readRecording } from '../harness/record/recording.ts';
import type { Run } from '../harness/record/run.ts';
import { renderReport } from '../harness/report/render-report.ts';
import { writeReport } from '../harness/report/write-report.ts';
import { interruption } from './interruption.ts';
import { measuredOnce } from './measured-once.ts';
import { describeFindings } from './reference/describe-findings.ts';
import { mergeRuns } from './reference/merge-runs.ts';

const parts = join('reports', 'reference-parts');
const { config } = await loadConfigFile(process.cwd());
const { signal } = interruption();

const busy = attributed('busy', ['pipeline-busy', '--thorough', '--cross-check', '--claims']);
const half = attributed('half', ['pipeline']);
const compared: { readonly run: Run; readonly recording: Recording }[] = [];
for (const scenario of config.compare ?? []) {
  const folder = join(parts, scenario);
  const sides = { baseline: 'baseline', candidate: 'optimized' };
  const run = await measuredOnce({ folder, scenario, ...sides }, signal);
  if (signal.aborted) process.exit(130);
  compared.push({ run, recording: readRecording(folder) });
}

const merged = mergeRuns(compared, [busy, half]);
const reference = join('reports', 'reference');
mkdirSync(reference, { recursive: true });
writeReport(renderReport(merged.run, merged.recording), reference);
writeFileSync('docs/findings.md', describeFindings(merged.run, config.fixes ?? {}));
console.error(`${reference}/index.html and docs/findings.md are written`);

/** Begun, or gone on with; ends the program when it was interrupted. */
function attributed(name: string, asked: readonly string[]): Run {
  const latest = join(parts, name, 'latest');
  if (existsSync(latest) && !isOfThisCommit(latest)) {
    console.error(`${latest} is of another commit: remove ${parts} to begin anew`);
    process.exit(2);
  }
  const what = existsSync(latest) ? ['--resume', latest] : [...asked, '--out', join(parts, name)];
  if (!existsSync(latest) || summarizeAttribution(readRecording(latest)).partial) {
    const program = fileURLToPath(new URL('tandem.js', import.meta.url));
    const { status } = spawnSync(process.execPath, [program, 'attribute', ...what], {
      stdio: 'inherit',
    });
    if (status !== 0) process.exit(status ?? 130);
  }
  return summarizeAttribution(readRecording(latest));
}

function isOfThisCommit(folder: string): boolean {
  const { header } = readRecording(folder);
  return header.environment.commit === readCommit(process.cwd()).commit;
}
