/**
 * A server whose event loop is blocked on purpose, and which knows how long each request waited for it.
 *
 *   node dist/scripts/bench-lag/blocked-server.js <case>
 *
 *   /        a request that carries the moment it was sent
 *   /begin   from now on counts
 *   /end     what was seen since then, as `Seen`
 */
import { createServer, type IncomingMessage } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { seededRandom } from '../../harness/load/random.ts';
import { monotonicUs } from '../../harness/probe/monotonic-clock.ts';
import { exactDelay } from '../gate-study/exact-delay.ts';
import { sentHeader } from './arrivals.ts';
import { type LagCase, lagCaseNamed } from './lag-case.ts';
import { percentiles, type Seen } from './seen.ts';

const name = process.argv[2] ?? 'idle';
const random = seededRandom(`blocks/${name}`);
const never = new Int32Array(new SharedArrayBuffer(4));
const monitor = monitorEventLoopDelay();
let waitedMs: number[] = [];

createServer((request, response) => {
  const nowUs = monotonicUs();
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(answerTo(request, nowUs)));
}).listen(Number(process.env['PORT']), '127.0.0.1');
monitor.enable();
void blockOften(lagCaseNamed(name));

function answerTo({ url, headers }: IncomingMessage, nowUs: number): Seen | { readonly ok: true } {
  if (url === '/end') return seen();
  if (url === '/begin') begin();
  const sentUs = headers[sentHeader];
  if (sentUs !== undefined) waitedMs.push((nowUs - Number(sentUs)) / 1e3);
  return { ok: true };
}

function begin(): void {
  waitedMs = [];
  monitor.reset();
}

const seen = (): Seen => ({
  waitedMs,
  monitoredMs: percentiles.map((p) => monitor.percentile(100 * p) / 1e6),
});

/** From a message of another thread, as requests are: a timer would keep step with the probe's. */
async function blockOften({ blockMs, gapMs }: LagCase): Promise<void> {
  if (blockMs === null) return;
  const [from, to] = blockMs;
  const delay = exactDelay();
  for (;;) {
    await delay(gapMs(random));
    // A blocked loop is the same whether its thread computes or waits.
    Atomics.wait(never, 0, 0, from + (to - from) * random());
  }
}
