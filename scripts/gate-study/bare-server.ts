/**
 * The server whose versions the study of the gate compares: some computing, some waiting, an answer.
 *
 *   node dist/scripts/gate-study/bare-server.js [plant]
 *
 * A plant is a slowdown such as people ship: see `plants.ts`.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { exactDelay } from './exact-delay.ts';
import { plantNamed } from './plants.ts';

const hashedCharacters = 200_000;
const waitMs = 4;
const stallEveryMs = 5000;

const plant = plantNamed(process.argv[2] ?? 'none');
if (plant.server !== 'bare') throw new Error(`${process.argv[2]} is planted into the runtime`);
const { slower, tail, stallMs } = plant;
const text = 'x'.repeat(hashedCharacters * slower);

const delay = exactDelay();
const tailDelay = exactDelay();

createServer(async (_request, response) => {
  compute();
  await delay(waitMs * slower);
  if (Math.random() < tail.share) await tailDelay(tail.ms);
  response.setHeader('content-type', 'application/json');
  response.end('{"ok":true}');
}).listen(Number(process.env['PORT']), '127.0.0.1');

if (stallMs > 0) setInterval(block, stallEveryMs, stallMs);

/** One long text: many short ones would measure the garbage collector of hash objects. */
function compute(): void {
  createHash('sha1').update(text).digest();
}

function block(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs) compute();
}
