/**
 * What the simulated model endpoint costs: CPU time a streamed chunk, and how late it is.
 *
 *   node dist/scripts/bench-model.js [seconds] [streams]
 *
 * The endpoint runs in a child of its own; this process only reads its streams.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { tokensPerChunk } from '../scenarios/model/answer.ts';
import type { ModelSettings } from '../scenarios/model/call-plan.ts';
import { latenessPath, startModel } from '../scenarios/model/server.ts';

interface Usage {
  readonly cpuMs: number;
  readonly rssMiB: number;
}

/** The standard workload's answers, at its time scale. */
const settings: ModelSettings = { seed: 'bench', preset: 'typical', timeScale: 0.05 };

if (process.send) await endpoint();
else await bench(Number(process.argv[2] ?? 10), Number(process.argv[3] ?? 8));

async function endpoint(): Promise<void> {
  const { url } = await startModel(0, settings);
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    const usage: Usage = {
      cpuMs: (user + system) / 1000,
      rssMiB: process.memoryUsage.rss() / 2 ** 20,
    };
    process.send?.(usage);
  });
  process.on('disconnect', () => process.exit());
  process.send?.(url);
}

async function bench(seconds: number, streams: number): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url));
  const [url] = (await once(child, 'message')) as [string];
  const pool = new Pool(url, { connections: streams });
  const usage = async (): Promise<Usage> => {
    child.send('usage');
    const [answer] = (await once(child, 'message')) as [Usage];
    return answer;
  };

  await readStreams(pool, streams, 1000, 'warm-up');
  await readLateness(pool);
  const before = await usage();
  const startedMs = performance.now();
  const { calls, tokens } = await readStreams(pool, streams, seconds * 1000, 'run');
  const elapsedS = (performance.now() - startedMs) / 1000;
  const after = await usage();

  const chunks = tokens / tokensPerChunk;
  const cpuMs = after.cpuMs - before.cpuMs;
  const late = (await readLateness(pool)).sort((a, b) => a - b);
  console.log(`${streams} streams at a time for ${elapsedS.toFixed(1)} s: ${calls} calls`);
  console.log(`chunks a second      ${(chunks / elapsedS).toFixed(0)}`);
  console.log(`CPU a chunk          ${((cpuMs * 1000) / chunks).toFixed(1)} us`);
  console.log(`CPU of one core      ${((cpuMs / elapsedS / 1000) * 100).toFixed(1)} %`);
  console.log(
    `late P50, P99        ${at(late, 0.5).toFixed(1)} ms, ${at(late, 0.99).toFixed(1)} ms`,
  );
  console.log(`memory               ${after.rssMiB.toFixed(0)} MiB`);
  await pool.destroy();
  child.disconnect();
  await once(child, 'exit');
}

/** Keeps so many streams going for so long; counts the calls and the tokens that came. */
async function readStreams(pool: Pool, streams: number, forMs: number, name: string) {
  const untilMs = performance.now() + forMs;
  const total = { calls: 0, tokens: 0 };
  const keepReading = async (): Promise<void> => {
    while (performance.now() < untilMs) {
      total.calls++;
      const tokens = await readCall(pool, `${name}-${total.calls}`);
      total.tokens += tokens;
    }
  };
  await Promise.all(Array.from({ length: streams }, keepReading));
  return total;
}

/** The number of tokens of one call, by its usage: frames are not parsed. The third attempt never fails. */
async function readCall(pool: Pool, runId: string): Promise<number> {
  const { body } = await pool.request({
    method: 'POST',
    path: '/v1/chat/completions',
    headers: { 'x-run-id': runId, 'x-step': 'bench', 'x-attempt': '2' },
    body: JSON.stringify({
      model: 'tandem-sim',
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: 'user', content: 'x'.repeat(8000) }],
    }),
  });
  const text = await body.text();
  return Number(/"completion_tokens":(\d+)/.exec(text)?.[1] ?? 0);
}

async function readLateness(pool: Pool): Promise<number[]> {
  const { body } = await pool.request({ method: 'GET', path: latenessPath });
  const { calls } = (await body.json()) as { calls: readonly { readonly lateMs: number }[] };
  return calls.map(({ lateMs }) => lateMs);
}

function at(sorted: readonly number[], p: number): number {
  return sorted[Math.floor(p * (sorted.length - 1))] ?? 0;
}
