import { type Browser, chromium, type Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runOf, startTestServer, stepOf, tokenOf } from '../runtime/suites/test-server.ts';
import { fixNames, mixConcerns } from './mix.ts';

const sides = [
  ['nothing fixed', mixConcerns([])],
  ['everything fixed', mixConcerns(fixNames)],
] as const;

for (const [name, concerns] of sides) {
  const test = suite(`the page of live runs in a browser, ${name}`);
  let server: Awaited<ReturnType<typeof startTestServer>>;
  let browser: Browser;
  let page: Page;
  let errors: string[];
  let urls: string[];

  test.before(async () => {
    server = await startTestServer(concerns);
    const executablePath = process.env['CHROMIUM'];
    if (!executablePath) throw new Error('the test runner gives CHROMIUM');
    browser = await chromium.launch({ executablePath, args: ['--disable-background-networking'] });
  });
  test.after(async () => {
    await browser?.close();
    await server.close();
  });
  test.before.each(async () => {
    page = await browser.newPage();
    errors = [];
    urls = [];
    page.on('console', (message) => errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('request', (request) => urls.push(request.url()));
    page.on('websocket', (socket) => urls.push(socket.url()));
    await page.goto(`${origin()}/live`);
  });
  test.after.each(() => page.close());

  const origin = () => `http://127.0.0.1:${server.port}`;

  async function fillIn(token: string, ids: string): Promise<void> {
    await page.fill('#token', token);
    await page.fill('#ids', ids);
    await page.click('button');
  }

  /** Once the status of a run reads as expected: the first card is the one that came last. */
  const says = (text: RegExp, card = 0) =>
    page.locator('.status').nth(card).filter({ hasText: text }).waitFor();

  const post = (user: string, id: string) =>
    server.post(user, runOf(id, { mode: 'interactive', steps: [stepOf('one'), stepOf('two')] }));

  test('follows a run to its end: steps, text, counters and delays', async () => {
    const token = tokenOf('ann');
    await fillIn(token, 'first second');
    await says(/waiting for events/);
    await says(/waiting for events/, 1);
    await post('ann', 'second');
    await says(/^completed$/);
    assert.match((await page.textContent('.text')) ?? '', /one is done[\s\S]*two is done/);
    assert.is(await page.locator('li.completed').count(), 2);
    // The frame that shows the end comes after the words are in the document.
    await page.evaluate("live.end('second')");
    const { delaysMs } = (await page.evaluate('live.measured')) as { delaysMs: number[] };
    assert.is(delaysMs.length, 6);
    assert.ok(delaysMs.every((ms) => ms > 0));
    const others = Number(await page.textContent('#others'));
    assert.is(others > 0, name === 'nothing fixed', 'the other socket hears of the run, too');
    assert.equal(errors, []);
    for (const url of urls) {
      assert.not.match(url, new RegExp(token.slice(-20)));
      assert.ok(/^(http|ws):\/\/127\.0\.0\.1/.test(url) || url === 'data:,', url);
    }
  });

  test('takes token and runs from the fragment, and takes them off the address', async () => {
    const token = tokenOf('ann');
    const fragment = new URLSearchParams({ token, run: 'from-fragment' });
    await page.goto(`${origin()}/live#${fragment}`);
    await says(/waiting for events/);
    assert.is(page.url(), `${origin()}/live`);
    await post('ann', 'from-fragment');
    await says(/^completed$/);
    assert.equal(errors, []);
  });

  test('what happened before is shown, and is not counted as late', async () => {
    await post('ann', 'before');
    await fillIn(tokenOf('ann'), 'before');
    await says(/^completed$/);
    assert.is(await page.locator('li.completed').count(), 2);
    assert.equal(await page.evaluate('live.measured.delaysMs'), []);
  });

  test('says what is wrong with what was typed, and asks the server nothing', async () => {
    const asked = urls.length;
    await page.click('button');
    await fillIn('two words', 'a');
    assert.match((await page.textContent('#message')) ?? '', /A token is made of/);
    await fillIn('a.b.c', 'a/b');
    assert.match((await page.textContent('#message')) ?? '', /"a\/b" is no run id/);
    await fillIn('a.b.c', ' , ');
    assert.match((await page.textContent('#message')) ?? '', /Give the id of a run/);
    assert.is(urls.length, asked);
  });

  test('says why it was refused: a bad token, a run of somebody else', async () => {
    await fillIn('a.b.c', 'any');
    await says(/the token is not valid/);
    await post('ann', 'of-ann');
    await fillIn(tokenOf('bob'), 'of-ann');
    await says(/there is no run of-ann/);
  });

  test('a server that goes away is said, and following again starts anew', async () => {
    await fillIn(tokenOf('ann'), 'again');
    await says(/waiting for events/);
    await fillIn(tokenOf('ann'), 'again');
    await says(/waiting for events/);
    assert.is(await page.locator('article').count(), 1);
    const own = await startTestServer(concerns);
    await page.goto(`http://127.0.0.1:${own.port}/live`);
    await fillIn(tokenOf('ann'), 'left');
    await says(/waiting for events/);
    await own.close();
    await says(/the server is stopping/);
  });

  test.run();
}
