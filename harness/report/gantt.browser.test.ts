import { type Browser, chromium } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { madeUpRun, madeUpTrace } from '../profile/made-up-trace.ts';
import { typicalTrace } from '../profile/typical-trace.ts';
import { gantt } from './gantt.ts';
import { page } from './page.ts';

const test = suite('the picture of two runs in a browser');
let browser: Browser;

test.before(async () => {
  const executablePath = process.env['CHROMIUM'];
  if (!executablePath) throw new Error('the test runner gives CHROMIUM');
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});

test.after(() => browser?.close());

/** Names as wide as they get, at every depth. */
const nested = (depth: number): Parameters<typeof madeUpTrace>[1] => ({
  name: `${'MWÄ漢@'.repeat(20)}${depth}`,
  fromMs: depth,
  toMs: 500 - depth,
  children: depth === 12 ? [] : [nested(depth + 1)],
});

test('no text leaves the picture, and no name reaches the bars', async () => {
  const baseline = typicalTrace(madeUpTrace('wide', nested(0)));
  const candidate = typicalTrace(madeUpRun('run', 7, 4));
  assert.ok(baseline && candidate);
  const sides = {
    baseline: { trace: baseline, plannedPathMs: 499 },
    candidate: { trace: candidate, plannedPathMs: 1 },
  };
  const shown = await browser.newPage();
  await shown.setContent(page('traces', gantt('one run', sides)));
  const places = await shown.locator('svg text').evaluateAll((texts) =>
    texts.map((text) => {
      const { x, width } = (
        text as unknown as { getBBox(): { x: number; width: number } }
      ).getBBox();
      return {
        left: x,
        right: x + width,
        isName:
          text.parentElement?.firstElementChild?.tagName === 'title' &&
          text.parentElement.tagName === 'g',
      };
    }),
  );
  const names = places.filter(({ isName }) => isName);
  assert.ok(names.length > 20);
  for (const { left, right } of places) assert.ok(left >= -1 && right <= 860, `${left} ${right}`);
  for (const { right } of names) assert.ok(right <= 200, `${right}`);
  await shown.close();
});

test.run();
