/**
 * How large the page of a report is, how long it takes to be drawn and to be opened in Chromium: with
 * one scenario and with as many as a full comparison has, each with all passes, of made-up figures as
 * many as real runs have. Exits with 1 above a limit.
 *
 *   node dist/scripts/bench-report.js [times = 5]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { renderReport } from '../harness/report/render-report.ts';
import { fullVolume, sampleReport } from '../harness/report/sample-report.ts';
import { findBrowser } from './browser.ts';

const times = Number(process.argv[2] ?? 5);
const cases = [
  { scenarios: 1, mostBytes: 300_000 },
  { scenarios: 16, mostBytes: 1_500_000 },
];
const mostRenderMs = 2000;
const mostOpenMs = 500;

const executablePath = await findBrowser();
if (!executablePath) process.exit(4);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-report-'));
try {
  for (const { scenarios, mostBytes } of cases) {
    const { run, recording } = sampleReport({ ...fullVolume, scenarios });
    const rendered = Array.from({ length: times }, () => {
      const startedMs = performance.now();
      const html = renderReport(run, recording)['index.html'];
      return { html, ms: performance.now() - startedMs };
    });
    const html = rendered[0]?.html ?? '';
    const renderMs = median(rendered.map(({ ms }) => ms));
    const openMs = median(await openTimes(browser, html));
    const bytes = Buffer.byteLength(html);
    console.log(
      `${scenarios} scenarios: ${bytes} bytes (limit ${mostBytes}), drawn in ${renderMs.toFixed(0)} ms (${mostRenderMs}), opened in ${openMs.toFixed(0)} ms (${mostOpenMs})`,
    );
    if (bytes > mostBytes || renderMs > mostRenderMs || openMs > mostOpenMs) process.exitCode = 1;
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

/** From asking for the page to its load event, each in a fresh tab. */
async function openTimes(within: Browser, html: string): Promise<readonly number[]> {
  const file = join(folder, 'index.html');
  writeFileSync(file, html);
  const found: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const page = await within.newPage();
    await page.goto(pathToFileURL(file).href);
    found.push(
      Number(await page.evaluate('performance.getEntriesByType("navigation")[0].loadEventEnd')),
    );
    await page.close();
  }
  return found;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
