import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { launchBrowser, richReport, smallReport } from './sample-browser.ts';

const test = suite('the page for everybody');
let browser: Browser;

test.before(async () => {
  browser = await launchBrowser();
});

test.after(() => browser?.close());

const unfold = 'for (const each of document.querySelectorAll("details")) each.open = true';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

async function violationsOf(page: Page): Promise<unknown> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(tags)} }).then(({ violations }) =>
    violations.map(({ id, help, nodes }) => [id, help, nodes.slice(0, 3).map(({ html }) => html.slice(0, 200))]))`);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing, ${colorScheme}`, async () => {
    const page = await browser.newPage({ colorScheme });
    await page.setContent(richReport['index.html']);
    await page.evaluate(unfold);
    assert.equal(await violationsOf(page), []);
    await page.close();
  });
}

/** What can be reached, in the order of the document; of a group of radio buttons the chosen one. */
const reachable = `[...document.querySelectorAll('a[href],button,summary,input:checked,[tabindex="0"]')]
  .filter((each) => each.checkVisibility())`;

/** Where the focus is: its place in that order, whether it shows, and whether anything covers it. */
const focused = `(() => {
  const at = document.activeElement;
  const shown = at.matches('input') ? at.parentElement : at;
  const { outlineStyle, outlineWidth } = getComputedStyle(shown);
  const { top, bottom } = shown.getBoundingClientRect();
  const bar = document.querySelector('.bar');
  const covered = bar.contains(at) || at.matches('.skip') ? false : bottom <= bar.getBoundingClientRect().bottom;
  return {
    index: ${reachable}.indexOf(at),
    isMarked: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
    isSeen: !covered && bottom > 0 && top < innerHeight,
    html: at.outerHTML.slice(0, 120),
  };
})()`;

test('Tab reaches everything, in order, marked and in sight', async () => {
  const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
  await page.setContent(richReport['index.html']);
  await page.evaluate(unfold);
  const count = Number(await page.evaluate(`${reachable}.length`));
  assert.ok(count > 60, `${count} stops`);
  for (let index = 0; index < count; index += 1) {
    await page.keyboard.press('Tab');
    const at = (await page.evaluate(focused)) as Record<string, unknown>;
    assert.is(at['index'], index, String(at['html']));
    assert.ok(at['isMarked'], `not marked: ${at['html']}`);
    assert.ok(at['isSeen'], `not seen: ${at['html']}`);
  }
  await page.close();
});

test('the first stop skips to the report', async () => {
  const page = await browser.newPage();
  await page.setContent(smallReport['index.html']);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.is(await page.evaluate('document.activeElement.id'), 'content');
  await page.close();
});

test('headings go down one level at a time', async () => {
  const levels = [...richReport['index.html'].matchAll(/<h([1-6])[ >]/g)].map(([, level]) =>
    Number(level),
  );
  assert.is(levels.filter((level) => level === 1).length, 1);
  for (const [index, level] of levels.entries()) {
    assert.ok(level <= (levels[index - 1] ?? 0) + 1, `heading ${index} is h${level}`);
  }
});

const hidden = `[...document.querySelectorAll('main *')]
  .filter((each) => !each.closest('svg, .top, .reading') && !each.checkVisibility())
  .map((each) => each.outerHTML.slice(0, 120)).slice(0, 3)`;

test('on paper everything is shown, without script too, in black on white', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await browser.newPage({ javaScriptEnabled, colorScheme: 'dark' });
    await page.setContent(richReport['index.html']);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.evaluate(hidden), []);
    assert.is(
      await page.evaluate('getComputedStyle(document.body).backgroundColor'),
      'rgb(255, 255, 255)',
    );
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    const pages = pdf.split(/\/Type \/Page\b/).length - 1;
    assert.ok(pages >= 8, `${pages} pages`);
    await page.close();
  }
});

const brokenNumbers = `[...document.querySelectorAll('td, th')].filter((cell) => {
  if (!/^[\\d.,]+$/.test(cell.textContent)) return false;
  const range = document.createRange();
  range.selectNodeContents(cell);
  return new Set([...range.getClientRects()].map(({ top }) => top)).size > 1;
}).map((cell) => cell.textContent).slice(0, 3)`;

test('on paper of A4 nothing is cut off, no number is broken, and no note is larger than its table', async () => {
  const page = await browser.newPage({ viewport: { width: 718, height: 1000 } });
  await page.setContent(richReport['index.html']);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.evaluate(brokenNumbers), []);
  assert.is(await page.evaluate('document.documentElement.scrollWidth'), 718);
  const size = (selector: string) =>
    page.evaluate(`getComputedStyle(document.querySelector('${selector}')).fontSize`);
  assert.is(await size('td small'), await size('td'));
  await page.close();
});

test('sides can be told apart in forced colours', async () => {
  const page = await browser.newPage();
  await page.setContent(richReport['index.html']);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    const [paper, ...sides] = (await page.evaluate(`[
      getComputedStyle(document.body).backgroundColor,
      ...['.s-baseline', '.s-candidate'].map((side) => getComputedStyle(document.querySelector(side)).stroke),
    ]`)) as string[];
    assert.is(new Set([paper, ...sides]).size, 3, `${paper} ${sides}`);
  }
  await page.close();
});

test.run();
