/**
 * The server whose versions the study of the gate compares: some computing, some waiting, an answer.
 *
 *   node dist/scripts/gate-study/bare-server.js [plant]
 *
 * A plant is a slowdown such as people ship: see `plants.ts`.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { plantNamed } from './plants.ts';

const hashes = 150;
const waitMs = 4;
const stallEveryMs = 5000;

const { slower, tailMs, stallMs } = plantNamed(process.argv[2] ?? 'none');
const text = 'x'.repeat(2000);

createServer(async (_request, response) => {
  compute(hashes * slower);
  await sleep(waitMs * slower + (Math.random() < 0.01 ? tailMs : 0));
  response.setHeader('content-type', 'application/json');
  response.end('{"ok":true}');
}).listen(Number(process.env['PORT']), '127.0.0.1');

if (stallMs > 0) setInterval(block, stallEveryMs, stallMs);

function compute(times: number): void {
  for (let time = 0; time < times; time++) createHash('sha1').update(text).digest();
}

function block(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs) compute(1);
}
