import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ArmIo } from '../harness/index.ts';
import { openLiveBrowser } from './live-browser.ts';

const test = suite('live browser');

const driven = `window.live = {
  follow: async (token, id) => { if (id === 'refused') throw new Error('it is not yours'); },
  end: async (id) => ({ status: 'completed ' + id, events: 3 }),
  measured: { delaysMs: [12.5, 3], longTasksMs: [60] },
};`;

const pages: Readonly<Record<string, string>> = {
  good: driven,
  throwing: `${driven}</script><script>throw new Error('a mistake of the page');`,
  complaining: `${driven} console.error('a complaint of the page');`,
  empty: '',
};

let server: Server;
let seen: { samples: [string, number][]; pictures: [string, number][] };

test.before(async () => {
  server = createServer(({ url = '' }, response) => {
    const [, name = '', route] = url.split('/');
    const script = pages[name];
    const isPage = route === 'live' && script !== undefined;
    response.writeHead(isPage ? 200 : 404, { 'content-type': 'text/html' });
    response.end(`<link rel="icon" href="data:,"><p>a page</p><script>${script}</script>`);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
test.after(() => {
  server.closeAllConnections();
  server.close();
});
test.before.each(() => {
  seen = { samples: [], pictures: [] };
});

const open = (name: string) =>
  openLiveBrowser({
    arm: 'A1',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`,
    now: () => performance.now(),
    http: () => Promise.reject(new Error('not used')),
    ws: () => Promise.reject(new Error('not used')),
    tally: () => undefined,
    sample: (series, ms) => seen.samples.push([series, ms]),
    picture: (title, png) => seen.pictures.push([title, png[1] ?? 0]),
  } satisfies ArmIo);

test('drives the page and hands over what it measured, and a picture of it', async () => {
  const browser = await open('good');
  await browser.follow('t', 'one');
  assert.equal(await browser.end('one'), { status: 'completed one', events: 3 });
  assert.match(String(await browser.follow('t', 'refused').catch(String)), /it is not yours/);
  await browser.picture('two runs');
  await browser.close();
  const P = 'P'.charCodeAt(0);
  assert.equal(seen.pictures, [['two runs', P]]);
  assert.equal(seen.samples, [
    ['screen.delay', 12.5],
    ['screen.delay', 3],
    ['screen.longTask', 60],
  ]);
});

for (const [name, words] of [
  ['throwing', /a mistake of the page/],
  ['complaining', /a complaint of the page/],
  ['empty', /live is not defined/],
] as const) {
  test(`a page that is ${name} fails the arm, and nothing that it measured counts`, async () => {
    const browser = await open(name);
    const fault = await browser.close().catch((error: unknown) => error);
    assert.match(String(fault), words);
    assert.is((fault as { code?: number }).code, 4);
    assert.equal(seen.samples, []);
  });
}

test('a server without the page is not fit, and no browser is left', async () => {
  const fault = await open('nowhere').catch((error: unknown) => error);
  assert.match(String(fault), /answered 404/);
  assert.is((fault as { code?: number }).code, 4);
});

test('a CHROMIUM that is not there is not fit either', async () => {
  const given = process.env['CHROMIUM'];
  process.env['CHROMIUM'] = '/nowhere/chromium';
  try {
    assert.match(String(await open('good').catch(String)), /CHROMIUM is \/nowhere\/chromium/);
  } finally {
    process.env['CHROMIUM'] = given;
  }
});

test.run();
