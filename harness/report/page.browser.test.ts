import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { renderReport } from './render-report.ts';
import { sampleRecording, sampleRun } from './sample-run.ts';

const test = suite('the page in a browser');
const folder = mkdtempSync(join(tmpdir(), 'tandem-page-'));
const file = join(folder, 'index.html');
let browser: Browser;

test.before(async () => {
  const run = sampleRun({
    scenario: 'pipeline',
    variant: 'baseline',
    reason: 'too few',
    failure: 'reset',
  });
  writeFileSync(file, renderReport(run, sampleRecording(run))['index.html']);
  const executablePath = process.env['CHROMIUM'];
  if (!executablePath) throw new Error('the test runner gives CHROMIUM');
  const args = ['--no-sandbox', '--disable-background-networking', '--disable-component-update'];
  browser = await chromium.launch({ executablePath, args });
});

test.after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

test('opens from disk with one request and nothing on the console', async () => {
  const page = await browser.newPage();
  const requests: string[] = [];
  const messages: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => messages.push(message.text()));
  await page.goto(pathToFileURL(file).href);
  assert.is(requests.filter((url) => !url.startsWith('data:')).length, 1);
  assert.equal(messages, []);
  assert.match((await page.textContent('.verdict')) ?? '', /better in 3 of 6 judged/);
  await page.close();
});

test('does not scroll sideways at 390 px', async () => {
  const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
  await page.goto(pathToFileURL(file).href);
  const width = await page.evaluate('document.documentElement.scrollWidth');
  assert.ok(Number(width) <= 390, `${width} px`);
  await page.close();
});

test('shows every chart, coloured, where a policy forbids script and style', async () => {
  const policy = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self'";
  const run = sampleRun({
    scenario: 'pipeline',
    variant: 'baseline',
    reason: 'too few',
    failure: 'reset',
  });
  const html = renderReport(run, sampleRecording(run))['index.html'];
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy });
    response.end(html);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  for (const svg of await page.locator('svg').all()) {
    const box = await svg.boundingBox();
    assert.ok(box && box.width > 300 && box.height > 30);
  }
  const strokes = page.locator('path[stroke="#c2410c"]');
  assert.ok((await strokes.count()) > 0);
  await page.close();
  server.closeAllConnections();
  server.close();
});

test.run();
