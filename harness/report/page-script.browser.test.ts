import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { html } from './markup.ts';
import { page as framed } from './page.ts';
import { pageScript } from './page-script.ts';
import { launchBrowser, listen, richReport } from './sample-browser.ts';

const test = suite("the page's script");
const folder = mkdtempSync(join(tmpdir(), 'tandem-script-'));
const file = join(folder, 'index.html');
let browser: Browser;
let context: BrowserContext;
let page: Page;
let messages: string[];

test.before(async () => {
  writeFileSync(file, richReport['index.html']);
  browser = await launchBrowser();
});
test.after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});
test.before.each(async () => {
  context = await browser.newContext({ colorScheme: 'light' });
  page = await context.newPage();
  ({ messages } = listen(page));
  await page.goto(pathToFileURL(file).href);
});
test.after.each(async () => {
  assert.equal(messages, []);
  await context.close();
});

test('is a few KB, ends nowhere early and evaluates nothing', () => {
  assert.ok(pageScript.length < 10_000, `${pageScript.length}`);
  assert.not.match(pageScript, /<\/script|<!--|\beval\(|new Function|fetch\(|import\(/i);
});

const paper = () => page.evaluate('getComputedStyle(document.body).backgroundColor');

test('a theme is chosen by click or key, and kept', async () => {
  assert.is(await paper(), 'rgb(255, 255, 255)');
  await page.locator('.theme label').last().click();
  assert.is(await paper(), 'rgb(13, 17, 23)');
  await page.reload();
  assert.is(await paper(), 'rgb(13, 17, 23)');
  await page.locator('#theme-dark').press('ArrowLeft');
  assert.is(await paper(), 'rgb(255, 255, 255)');
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.is(await paper(), 'rgb(255, 255, 255)', 'light was chosen, whatever the system is');
  await page.locator('#theme-light').press('ArrowLeft');
  assert.is(await paper(), 'rgb(13, 17, 23)', 'as the system is');
});

const table = html`<table><thead><tr><th scope="col">name</th><th scope="col">time</th></tr></thead><tbody>
<tr class="group"><th colspan="2" scope="rowgroup">group</th></tr>
<tr><th scope="row">b</th><td>1.2 s<br><small>1 s to 2 s</small></td></tr>
<tr><th scope="row">a</th><td>&lt;10 ms</td></tr>
<tr><th scope="row">d</th><td>–</td></tr>
<tr><th scope="row">c</th><td>1,100 ms</td></tr></tbody></table>`;

const order = () => page.locator('tbody tr:not(.group) th').allTextContents();

test('a table is sorted by a heading: up, down and back, by value, the empty last', async () => {
  await page.setContent(framed('sorted', table));
  const time = page.getByRole('button', { name: 'time' });
  const sorted = () => page.locator('th', { has: time }).getAttribute('aria-sort');
  await time.focus();
  await page.keyboard.press('Enter');
  assert.equal([await order(), await sorted()], [['a', 'c', 'b', 'd'], 'ascending']);
  await page.keyboard.press('Space');
  assert.equal([await order(), await sorted()], [['b', 'c', 'a', 'd'], 'descending']);
  await time.click();
  assert.equal([await order(), await sorted()], [['b', 'a', 'd', 'c'], null]);
  await page.getByRole('button', { name: 'name' }).click();
  assert.equal([await order(), await sorted()], [['a', 'b', 'c', 'd'], null]);
  assert.is(await page.locator('tbody tr').first().getAttribute('class'), 'group');
});

test('a folded table can be sorted once it is unfolded, and only once', async () => {
  const folded = html`<details><summary>more</summary>${table}</details>`;
  await page.setContent(framed('folded', folded));
  assert.is(await page.locator('button.sort').count(), 0);
  for (const count of [2, 2, 2]) {
    await page.locator('summary').click();
    await page.waitForFunction(`document.querySelectorAll('button.sort').length === ${count}`);
  }
  await page.getByRole('button', { name: 'time' }).click();
  assert.equal(await order(), ['a', 'c', 'b', 'd']);
});

const moments = [0, 5, 10].map(
  (seconds) => html`<tr><th scope="row">${seconds} s</th><td>${seconds * 2} ms</td></tr>`,
);
const chart = html`<figure class="chart"><div class="scroll" tabindex="0" role="region" aria-label="chart"><svg role="img" viewBox="0 0 800 100" width="800" height="100" data-crosshair="" data-from="100" data-to="700" data-first="0" data-last="10"><title>chart</title></svg></div><figcaption>It rises.</figcaption><details class="behind"><summary>Values</summary><div class="wide"><table><thead><tr><th scope="col">seconds</th><th scope="col">lag, baseline</th></tr></thead><tbody>${moments}</tbody></table></div></details></figure>`;

const reading = () => page.locator('[role=status]').textContent();

test('a crosshair reads the values of a moment, by pointer and by arrow keys', async () => {
  await page.setContent(framed('crosshair', chart));
  const picture = page.locator('svg');
  await picture.hover({ position: { x: 390, y: 50 } });
  assert.is(await reading(), '5 s: lag, baseline: 10 ms');
  assert.is(await page.locator('.crosshair').getAttribute('transform'), 'translate(400 0)');
  await page.mouse.move(0, 0);
  assert.is(await reading(), '');
  assert.is(await page.locator('.crosshair').count(), 0);
  await page.locator('.scroll').focus();
  for (const [key, said] of [
    ['ArrowRight', '0 s: lag, baseline: 0 ms'],
    ['ArrowRight', '5 s: lag, baseline: 10 ms'],
    ['End', '10 s: lag, baseline: 20 ms'],
    ['ArrowLeft', '5 s: lag, baseline: 10 ms'],
    ['Home', '0 s: lag, baseline: 0 ms'],
    ['Escape', ''],
  ] as const) {
    await page.keyboard.press(key);
    assert.is(await reading(), said, key);
  }
});

for (const name of ['run.json', 'csv/response-times.csv'] as const) {
  test(`the page gives ${name} back, byte for byte`, async () => {
    const link = page.locator(`a[data-raw="${name}"]`);
    assert.is(await link.getAttribute('href'), name);
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    assert.is(readFileSync(await download.path(), 'utf8'), richReport[name]);
    assert.is(download.suggestedFilename(), name.replace('/', '_'));
  });
}

test('what is folded is unfolded for the printer, and folded again', async () => {
  const folded = () => page.locator('details:not([open])').count();
  const before = await folded();
  await page.evaluate('dispatchEvent(new Event("beforeprint"))');
  assert.is(await folded(), 0);
  await page.evaluate('dispatchEvent(new Event("afterprint"))');
  assert.is(await folded(), before);
});

test.run();
