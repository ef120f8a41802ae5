/**
 * autocannon as its users start it, in a process of its own. Its percentiles are its own, and P95 is
 * none of them.
 */
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import type { Load, Made, Peer } from './peer.ts';
import { runPinned } from './pinned-program.ts';

const file = fileURLToPath(import.meta.url);
if (process.argv[1] === file) await run(process.argv[2] ?? '');

/** Prints what it measured, and what it spent from the first request on. */
async function run(options: string): Promise<void> {
  const before = process.cpuUsage();
  const { latency } = await autocannon(JSON.parse(options) as autocannon.Options);
  const { user, system } = process.cpuUsage(before);
  const { p50, p99 } = latency;
  console.log(JSON.stringify({ p50, p99, cpuMs: (user + system) / 1000 }));
}

async function drive(
  { url, seconds, cores }: Load,
  own: Partial<autocannon.Options>,
): Promise<Made> {
  const options = JSON.stringify({ url, duration: seconds, ...own });
  const { output } = await runPinned([process.execPath, file, options], cores, seconds + 30);
  const { p50, p99, cpuMs } = JSON.parse(output) as Record<'p50' | 'p99' | 'cpuMs', number>;
  return { p50Ms: p50, p95Ms: null, p99Ms: p99, cpuMs };
}

export const autocannonPeer: Peer = {
  name: 'autocannon 9',
  missing: null,
  paced: (load, overallRate, connections) => drive(load, { overallRate, connections }),
  saturated: (load, connections) => drive(load, { connections }),
};

/** With the correction off that its default makes in the wrong unit. */
export const uncorrectedAutocannonPeer: Peer = {
  name: 'autocannon 9, ignoreCoordinatedOmission',
  missing: null,
  paced: (load, overallRate, connections) =>
    drive(load, { overallRate, connections, ignoreCoordinatedOmission: true }),
};
