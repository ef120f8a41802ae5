import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { pagePolicy } from './page.ts';
import { renderReport } from './render-report.ts';
import { launchBrowser, listen, richReport, served, smallReport } from './sample-browser.ts';
import { fullVolume, sampleReport } from './sample-report.ts';

const test = suite('the page in a browser');
const folder = mkdtempSync(join(tmpdir(), 'tandem-page-'));
const small = join(folder, 'small.html');
const rich = join(folder, 'rich.html');
let browser: Browser;

test.before(async () => {
  writeFileSync(small, smallReport['index.html']);
  writeFileSync(rich, richReport['index.html']);
  browser = await launchBrowser();
});

test.after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

for (const file of [small, rich]) {
  test('opens from disk with one request and nothing on the console', async () => {
    const page = await browser.newPage();
    const { messages, requests } = listen(page);
    await page.goto(pathToFileURL(file).href);
    assert.is(requests.filter((url) => !url.startsWith('data:')).length, 1);
    assert.equal(messages, []);
    await page.close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1440]) {
      test(`looks the same without script, ${colorScheme}, ${width} px wide`, async () => {
        const [on, off] = await Promise.all(
          [true, false].map(async (javaScriptEnabled) => {
            const viewport = { width, height: 900 };
            const page = await browser.newPage({ javaScriptEnabled, colorScheme, viewport });
            await page.goto(pathToFileURL(file).href);
            const picture = await page.screenshot({ fullPage: true });
            await page.close();
            return createHash('sha256').update(picture).digest('hex');
          }),
        );
        assert.is(on, off);
      });
    }
  }

  test('does not scroll sideways at 390 px, whatever is opened', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
    await page.goto(pathToFileURL(file).href);
    await page.evaluate(
      'for (const each of document.querySelectorAll("details")) each.open = true',
    );
    const width = await page.evaluate('document.documentElement.scrollWidth');
    assert.ok(Number(width) <= 390, `${width} px`);
    await page.close();
  });
}

test('says the verdict first', async () => {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(small).href);
  assert.match((await page.textContent('.verdict')) ?? '', /better in 3 of 6 judged/);
  await page.close();
});

async function assertEveryPictureShown(page: Page): Promise<void> {
  await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
  const pictures = await page.locator('svg').all();
  assert.ok(pictures.length > 8, `${pictures.length} pictures`);
  for (const svg of pictures) {
    const box = await svg.boundingBox();
    assert.ok(box && box.width > 300 && box.height > 30, JSON.stringify(box));
  }
}

test('shows every chart, coloured, where a policy forbids script and style', async () => {
  const policy = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self'";
  await served(richReport['index.html'], policy, async (url) => {
    const page = await browser.newPage();
    await page.goto(url);
    await assertEveryPictureShown(page);
    assert.ok((await page.locator('path[stroke="#c2410c"]').count()) > 0);
    assert.not(await page.locator('.theme').isVisible(), 'nothing that could not work');
    await page.close();
  });
});

test('works where a policy allows nothing but its own style and script, and no origin', async () => {
  for (const policy of [pagePolicy, `sandbox allow-scripts; ${pagePolicy}`]) {
    await served(richReport['index.html'], policy, async (url) => {
      const page = await browser.newPage();
      const { messages } = listen(page);
      await page.goto(url);
      await assertEveryPictureShown(page);
      assert.is(await page.evaluate('getComputedStyle(document.body).margin'), '0px');
      await page.locator('.theme label').last().click();
      await page.locator('.sort').first().click();
      assert.is(await page.locator('th[aria-sort]').count(), 1);
      assert.equal(messages, []);
      await page.close();
    });
  }
});

test('a long page is laid out as it comes in sight: its navigation leads where it says', async () => {
  const { run, recording } = sampleReport({ ...fullVolume, arms: 1, scenarios: 5 });
  const page = await browser.newPage();
  await page.setContent(renderReport(run, recording)['index.html']);
  for (const id of ['environment', 'scenario-scenario-4', 'scenario-scenario-1']) {
    await page.locator(`nav a[href="#${id}"]`).click();
    const top = `document.getElementById('${id}').getBoundingClientRect().top`;
    await page.waitForFunction(`Math.abs(${top}) < 120`);
  }
  await assertEveryPictureShown(page);
  await page.close();
});

test('every picture is well-formed XML', async () => {
  const page = await browser.newPage();
  for (const html of [smallReport['index.html'], richReport['index.html']]) {
    const pictures = html.match(/<svg[\s\S]*?<\/svg>/g) ?? [];
    const faults = await page.evaluate(
      `(${JSON.stringify(pictures)}).flatMap((text) => {
        const parsed = new DOMParser().parseFromString(text, 'application/xml');
        return [...parsed.querySelectorAll('parsererror')].map((fault) => fault.textContent);
      })`,
    );
    assert.equal(faults, []);
  }
  await page.close();
});

test.run();
