import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WebSocket } from 'ws';
import { runOf, startTestServer, tokenOf } from '../runtime/suites/test-server.ts';
import { fixNames, mixConcerns } from './mix.ts';

const test = suite('the page of live runs');

let server: Awaited<ReturnType<typeof startTestServer>>;
test.before(async () => {
  server = await startTestServer(mixConcerns(fixNames));
});
test.after(() => server.close());

const fetchPage = () => fetch(`http://127.0.0.1:${server.port}/live`);

/** Asks for events as a browser does: `selected` protocol, or the status of the refusal. */
async function ask(runId: string, protocols: string[], headers = {}) {
  const url = `ws://127.0.0.1:${server.port}/v1/runs/${runId}/events`;
  const socket = new WebSocket(url, protocols, { headers });
  const refused = once(socket, 'unexpected-response').then(([, response]) => {
    response.destroy();
    return { selected: null, status: response.statusCode as number };
  });
  const opened = once(socket, 'open').then(() => {
    socket.close();
    return { selected: socket.protocol, status: 101 };
  });
  refused.catch(() => undefined);
  socket.on('error', () => undefined);
  return Promise.race([opened, refused]);
}

const offers = (token: string) => ['tandem.events', `bearer.${token}`];

test('is served without a token, and asks for nothing from elsewhere', async () => {
  const page = await fetchPage();
  assert.is(page.status, 200);
  assert.is(page.headers.get('content-type'), 'text/html; charset=utf-8');
  const html = await page.text();
  assert.not.match(html, /https?:\/\//);
  assert.not.match(html, / on[a-z]+="/);
});

test('its policy lets run only the one script and style that are on it', async () => {
  const page = await fetchPage();
  const policy = page.headers.get('content-security-policy') ?? '';
  const html = await page.text();
  for (const tag of ['script', 'style']) {
    const [found, ...more] = [...html.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))];
    const hash = createHash('sha256')
      .update(found?.[1] ?? '')
      .digest('base64');
    assert.ok(policy.includes(`${tag}-src 'sha256-${hash}'`), policy);
    assert.is(more.length, 0);
  }
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /form-action 'none'/);
  assert.not.match(policy, /unsafe/);
});

test('other methods on it are refused', async () => {
  const answer = await fetch(`http://127.0.0.1:${server.port}/live`, { method: 'POST' });
  assert.is(answer.status, 405);
});

test('a token among the subprotocols is as good as one in a header, and is not echoed', async () => {
  const token = tokenOf('ann');
  assert.equal(await ask('mine', offers(token)), { selected: 'tandem.events', status: 101 });
  const swapped = await ask('mine', offers(token).reverse());
  assert.is(swapped.selected, 'tandem.events');
});

test('the header counts first, and alone still does', async () => {
  const authorization = `Bearer ${tokenOf('ann')}`;
  assert.is((await ask('mine', [], { authorization })).selected, '');
  const both = await ask('mine', offers('nonsense'), { authorization });
  assert.is(both.selected, 'tandem.events');
  const bad = await ask('mine', offers(tokenOf('ann')), { authorization: 'Bearer nonsense' });
  assert.is(bad.status, 401);
});

test('no token, a bad one, an expired one and one of another secret are refused', async () => {
  const bad = ['', 'nonsense', tokenOf('ann', -5), tokenOf('ann', 60, 'another secret')];
  for (const token of bad) assert.is((await ask('mine', offers(token))).status, 401, token);
  assert.is((await ask('mine', ['tandem.events'])).status, 401);
});

test("another user's run is refused", async () => {
  await server.post('ann', runOf('of-ann'));
  assert.is((await ask('of-ann', offers(tokenOf('ann')))).status, 101);
  assert.is((await ask('of-ann', offers(tokenOf('bob')))).status, 404);
});

test.run();
