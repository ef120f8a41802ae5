/**
 * A picture of the top of a report, or of a part of it, for the README.
 *
 *   node dist/scripts/picture-report.js reports/latest docs/report.png
 *   node dist/scripts/picture-report.js reports/latest docs/live-page.png .pictures
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser } from './browser.ts';

const [run = 'reports/latest', picture = 'docs/report.png', part] = process.argv.slice(2);
const executablePath = await findBrowser();
if (!executablePath) process.exit(4);
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
});
const page = await browser.newPage({ viewport: { width: 1000, height: 1250 } });
await page.goto(pathToFileURL(resolve(run, 'index.html')).href);
await (part === undefined ? page : page.locator(part).first()).screenshot({ path: picture });
await browser.close();
