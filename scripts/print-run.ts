import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Run } from '../harness/record/run.ts';
import { asStored, runJson } from '../harness/record/run-json.ts';
import { attributionLines } from '../harness/report/attribution-section.ts';
import { claimsSentence } from '../harness/report/claims-section.ts';
import { gateLines } from '../harness/report/gate-report.ts';
import { escapeTerminal } from '../harness/report/markup.ts';
import { sizeWarning } from '../harness/report/page-size.ts';
import { renderTable } from '../harness/report/terminal-table.ts';

/** The result for the person who waits (stderr), and for the program that asked (stdout). */
export function printRun(measured: Run, folder: string, json: boolean): void {
  const run = asStored(measured);
  console.error(
    renderTable(run, { colors: process.stderr.isTTY && process.env['NO_COLOR'] === undefined }),
  );
  for (const line of run.gate ? gateLines(run.gate) : []) console.error(line);
  for (const line of attributionLines(run)) console.error(escapeTerminal(line));
  if (run.claims) console.error(claimsSentence(run.claims));
  const page = join(folder, 'index.html');
  console.error(`Report: ${relative(process.cwd(), page)}`);
  const warning = sizeWarning(statSync(page).size);
  if (warning !== null) console.error(warning);
  if (json) console.log(runJson(run));
}
