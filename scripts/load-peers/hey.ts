/** hey: closed loop, with a rate for each connection. */
import type { Made, Peer } from './peer.ts';
import { missingProgram, runPinned } from './pinned-program.ts';

export const heyPeer: Peer = {
  name: 'hey',
  missing: missingProgram('hey', 'Debian package hey'),
  paced: async ({ url, seconds, cores }, ratePerSecond, connections) => {
    const each = ratePerSecond / connections;
    return hey(['-q', `${each}`, '-c', `${connections}`], url, seconds, cores);
  },
  saturated: async ({ url, seconds, cores }, connections) =>
    hey(['-c', `${connections}`], url, seconds, cores),
};

async function hey(
  options: readonly string[],
  url: string,
  seconds: number,
  cores: readonly number[] | null,
): Promise<Made> {
  const command = ['hey', '-z', `${seconds}s`, ...options, `${url}/`];
  const { output, cpuMs } = await runPinned(command, cores, seconds + 30);
  return {
    p50Ms: latencyMs(output, 50),
    p95Ms: latencyMs(output, 95),
    p99Ms: latencyMs(output, 99),
    cpuMs,
  };
}

/** A line such as `  99% in 0.0021 secs`; some versions print two percent signs. */
function latencyMs(output: string, percent: number): number | null {
  const seconds = new RegExp(`^\\s+${percent}%+ in ([\\d.]+) secs`, 'm').exec(output)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}
