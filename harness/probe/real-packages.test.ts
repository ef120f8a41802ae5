/** Servers as people write them, with the packages that they use, unchanged and under the probe. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WebSocket } from 'ws';
import { openPostgres, type PostgresServer } from '../launch/postgres.ts';
import type { ProbeLine } from './probe-line.ts';
import { type ProbedScript, startProbed } from './probed-script.ts';

const test = suite('real packages under the probe');
const started: ProbedScript[] = [];
let postgres: PostgresServer | null = null;
let databaseUrl = '';
test.before(async () => {
  const given = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'];
  postgres = await openPostgres({ databaseUrl: given, cores: null });
  databaseUrl = await postgres.recreateDatabase('real_packages');
});
test.after(() => postgres?.stop());
test.after.each(async () => {
  for (const script of started.splice(0)) await script.remove();
});

/** Starts it, lets `use` work on its URL, has it exit by itself at SIGTERM, and gives its last line. */
async function lastLine(
  kind: 'mjs' | 'cjs',
  source: string,
  use: (url: string) => Promise<unknown>,
): Promise<ProbeLine | undefined> {
  const script = startProbed(kind, `${source}\nprocess.on('SIGTERM', () => process.exit(8));`, {
    DATABASE_URL: databaseUrl,
  });
  started.push(script);
  await use(`http://127.0.0.1:${await script.said()}`);
  script.child.kill('SIGTERM');
  assert.is(await script.ended, 8);
  return script.lines().at(-1);
}

async function answerOf(url: string): Promise<string> {
  const answer = await fetch(url);
  assert.is(answer.status, 200);
  return answer.text();
}

/** Sends `words` in turn and collects all messages until the server has sent `count`. */
function conversation(url: string, words: readonly string[], count: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const heard: string[] = [];
    const socket = new WebSocket(url.replace('http', 'ws'));
    socket.on('error', reject).on('close', () => reject(new Error('closed early')));
    socket.on('open', () => {
      for (const word of words) socket.send(word);
    });
    socket.on('message', (data) => {
      heard.push(String(data));
      if (heard.length < count) return;
      socket.close();
      resolve(heard);
    });
  });
}

const bytesOf = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

const frameworks = {
  express: {
    cjs: "const express = require('express');",
    mjs: "import express from 'express'; import pg from 'pg';",
    body: `const app = express();
      app.get('/', async (_, response) => {
        const { rows } = await pool.query('select generate_series(1, 3) as n');
        response.json(rows);
      });
      const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));`,
  },
  fastify: {
    cjs: "const { fastify } = require('fastify');",
    mjs: "import { fastify } from 'fastify'; import pg from 'pg';",
    body: `const app = fastify();
      app.get('/', async () => (await pool.query('select generate_series(1, 3) as n')).rows);
      app.listen({ port: 0, host: '127.0.0.1' }).then(() => console.log(app.server.address().port));`,
  },
  'plain http': {
    cjs: "const http = require('node:http');",
    mjs: "import http from 'node:http'; import pg from 'pg';",
    body: `const server = http.createServer(async (_, response) => {
        const { rows } = await pool.query('select generate_series(1, 3) as n');
        response.end(JSON.stringify(rows));
      }).listen(0, '127.0.0.1', () => console.log(server.address().port));`,
  },
} as const;

const pool = 'const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 1 });';

for (const [name, { cjs, mjs, body }] of Object.entries(frameworks)) {
  for (const [kind, load] of [
    ['cjs', `${cjs} const pg = require('pg');`],
    ['mjs', mjs],
  ] as const) {
    test(`${name} with pg (.${kind}) answers, and its statements are counted`, async () => {
      const last = await lastLine(kind, `${load}${pool}${body}`, async (url) => {
        for (let n = 0; n < 3; n += 1) {
          assert.is(await answerOf(url), '[{"n":1},{"n":2},{"n":3}]');
        }
      });
      assert.is(last?.statements, 3);
      assert.is(last?.rows, 9);
      assert.is(last?.connects, 1);
      assert.is(last?.httpRequests, 0);
      assert.is(last?.databaseUnseen, false);
      assert.ok((last?.accepted ?? 0) >= 1);
    });
  }
}

/** What is served: an answer that takes a statement, and an echo over WebSockets. */
const application = `
  import express from 'express';
  import pg from 'pg';
  import { WebSocketServer } from 'ws';
  ${pool}
  const app = express();
  app.get('/', async (_, response) => {
    const { rows } = await pool.query('select 1 as n');
    await (await fetch('http://127.0.0.1:' + server.address().port + '/inner')).text();
    response.json(rows);
  });
  app.get('/inner', (_, response) => { response.end('inner'); });
  const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
  new WebSocketServer({ server }).on('connection', (socket) => {
    socket.on('message', (data) => socket.send(String(data) + '!'));
  });`;

async function useApplication(url: string): Promise<void> {
  assert.is(await answerOf(url), '[{"n":1}]');
  assert.equal(await conversation(url, ['one', 'two'], 2), ['one!', 'two!']);
}

test('an ESM app of express, pg, ws and fetch is counted whole', async () => {
  const last = await lastLine('mjs', application, useApplication);
  assert.is(last?.statements, 1);
  assert.is(last?.wsMessages, 2);
  assert.is(last?.wsBytes, 8);
  assert.is(last?.httpRequests, 1);
  assert.is(last?.databaseUnseen, false);
  assert.is(last?.wsUnseen, false);
});

for (const format of ['cjs', 'esm'] as const) {
  test(`a bundle of the same (${format}) works, and says what it hides instead of 0`, async () => {
    const last = await lastLine(format === 'cjs' ? 'cjs' : 'mjs', bundled(format), useApplication);
    assert.is(last?.databaseUnseen, true);
    assert.is(last?.wsUnseen, true);
    // Node's own channels tell of these, whoever uses them.
    assert.is(last?.httpRequests, 1);
    assert.ok((last?.accepted ?? 0) >= 2);
  });
}

function bundled(format: 'cjs' | 'esm'): string {
  const require =
    "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  const { outputFiles } = buildSync({
    stdin: { contents: application, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    platform: 'node',
    format,
    external: ['pg-native'],
    banner: { js: format === 'esm' ? require : '' },
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

/** Engine.io's handshake, the namespace's, three answers, and one to all. */
const socketIo = `
  const http = require('node:http').createServer();
  const { Server } = require('socket.io');
  const io = new Server(http, { pingInterval: 60_000 });
  io.on('connection', (socket) => {
    socket.on('ask', (n) => {
      for (let answer = 1; answer <= n; answer += 1) socket.emit('answer', 'é'.repeat(answer));
      io.emit('all', { n });
    });
    socket.on('file', () => socket.emit('bytes', Buffer.alloc(5)));
  });
  http.listen(0, '127.0.0.1', () => console.log(http.address().port));`;

test('socket.io: every message it sends counts once, broadcasts and attachments too', async () => {
  const heard: (string | Buffer)[] = [];
  const last = await lastLine('cjs', socketIo, async (url) => {
    const sockets = [await joined(url, heard), await joined(url, heard)];
    sockets[0]?.send('42["ask",3]');
    sockets[0]?.send('42["file"]');
    await until(() => heard.length === 4 + 3 + 2 + 2);
    for (const socket of sockets) socket.close();
  });
  const texts = heard.filter((message) => typeof message === 'string').sort();
  assert.equal(
    texts.filter((text) => text.startsWith('4') && !text.startsWith('40')),
    [
      '42["all",{"n":3}]',
      '42["all",{"n":3}]',
      '42["answer","é"]',
      '42["answer","éé"]',
      '42["answer","ééé"]',
      '451-["bytes",{"_placeholder":true,"num":0}]',
    ],
  );
  assert.is(last?.wsMessages, heard.length);
  assert.is(last?.wsBytes, bytesOf(texts) + 5);
  assert.is(last?.wsUnseen, false);
});

/** A client of socket.io 4 by hand: it answers the engine's handshake, and is in once the server's own answer came. */
function joined(url: string, heard: (string | Buffer)[]): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  return new Promise((resolve, reject) => {
    socket.on('error', reject).on('close', () => reject(new Error('closed early')));
    socket.on('message', (data, isBinary) => {
      const text = String(data);
      heard.push(isBinary ? (data as Buffer) : text);
      if (text.startsWith('0')) socket.send('40');
      if (text.startsWith('40')) resolve(socket);
    });
  });
}

async function until(reached: () => boolean): Promise<void> {
  for (let poll = 0; poll < 1000 && !reached(); poll += 1) await sleep(10);
  assert.ok(reached());
}

test.run();
