/**
 * What the load generator costs: drives a trivial server in another process at a paced rate and
 * prints CPU an operation, how late operations were sent, and memory.
 *
 *   node dist/scripts/bench-generator.js [seconds = 20] [rate = 2000]
 *
 * The generator's process loads its scenario from this file, too.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { defineScenario } from '../harness/config/scenario.ts';
import { startGenerator } from '../harness/load/generator/generator-process.ts';
import type { LoadResult } from '../harness/record/arm-result.ts';
import { quantile, sortedNumbers } from '../harness/stats/quantile.ts';
import { evenRequests } from './load-peers/even-requests.ts';
import { residentMemory } from './resident-memory.ts';

const rateName = 'TANDEM_BENCH_RATE';
const secondsName = 'TANDEM_BENCH_SECONDS';
const ratePerSecond = Number(process.env[rateName] ?? process.argv[3] ?? 2000);
const seconds = Number(process.env[secondsName] ?? process.argv[2] ?? 20);
const durationMs = seconds * 1000;

export const paced = defineScenario(evenRequests('bench-generator', ratePerSecond, durationMs));

const serving = process.argv[2] === 'serve';
if (process.argv[1] === fileURLToPath(import.meta.url)) await (serving ? serve() : bench());

async function serve(): Promise<void> {
  const server = createServer((_request, response) => response.end('{"ok":true}'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.((server.address() as AddressInfo).port);
  process.once('disconnect', () => process.exit());
}

async function bench(): Promise<void> {
  Object.assign(process.env, { [rateName]: `${ratePerSecond}`, [secondsName]: `${seconds}` });
  const server = fork(fileURLToPath(import.meta.url), ['serve']);
  try {
    await drive(server);
  } finally {
    server.disconnect();
  }
}

async function drive(server: ChildProcess): Promise<void> {
  const [port] = (await once(server, 'message')) as [number];
  const source = { kind: 'module', url: import.meta.url, name: paced.name } as const;
  const generator = await startGenerator({ source, cores: null });
  try {
    const load = await generator.arm({
      target: { url: `http://127.0.0.1:${port}`, databaseUrl: null },
      load: { kind: 'open', ratePerSecond, armMs: durationMs, cutMs: 0, unit: 'pair' },
      seed: 'bench',
      label: 'A1',
    });
    print(load, residentMemory(generator.pid)?.peakMiB ?? null);
  } finally {
    await generator.stop();
  }
}

function print(load: LoadResult, peakMiB: number | null): void {
  const { counts, generator, operations, startedUs, endedUs } = load;
  const lagsMs = sortedNumbers(operations.map(({ sendLagUs }) => sendLagUs / 1000));
  const responsesMs = sortedNumbers(operations.map(({ responseUs }) => responseUs / 1000));
  const lastUs = operations.at(-1)?.plannedUs ?? 0;
  const achieved = (counts.completed / ((endedUs - startedUs) / 1e6)).toFixed(1);
  const ms = (sorted: readonly number[], p: number) => `${quantile(sorted, p).toFixed(2)} ms`;
  console.log(
    `operations   ${counts.completed} of ${counts.planned} in ${lastUs / 1e6} s, ${achieved}/s`,
  );
  console.log(
    `CPU          ${((generator.cpuMs * 1000) / counts.planned).toFixed(1)} us an operation`,
  );
  console.log(`event loop   ${(generator.utilization * 100).toFixed(1)} % busy`);
  console.log(`send lag     P50 ${ms(lagsMs, 0.5)}, P99 ${ms(lagsMs, 0.99)}, max ${ms(lagsMs, 1)}`);
  console.log(`response     P50 ${ms(responsesMs, 0.5)}, P99 ${ms(responsesMs, 0.99)}`);
  const memory = peakMiB === null ? 'unknown (not Linux)' : `${peakMiB.toFixed(0)} MiB at most`;
  console.log(`memory       ${memory}`);
  for (const { message, count } of load.failures) console.log(`failed       ${count}: ${message}`);
}
