/** wrk: closed loop only, it knows no rate. */
import type { Peer } from './peer.ts';
import { missingProgram, runPinned } from './pinned-program.ts';

export const wrkPeer: Peer = {
  name: 'wrk',
  missing: missingProgram('wrk', 'Debian package wrk'),
  saturated: async ({ url, seconds, cores }, connections) => {
    const command = ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--latency', `${url}/`];
    const { output, cpuMs } = await runPinned(command, cores, seconds + 30);
    return { p50Ms: latencyMs(output, 50), p95Ms: null, p99Ms: latencyMs(output, 99), cpuMs };
  },
};

const unitMs: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000 };

/** A line such as `     99%    1.32ms`. */
function latencyMs(output: string, percent: number): number | null {
  const [, value, unit = ''] =
    new RegExp(`^\\s+${percent}%\\s+([\\d.]+)(us|ms|s)$`, 'm').exec(output) ?? [];
  return value === undefined ? null : Number(value) * (unitMs[unit] ?? Number.NaN);
}
