/** Artillery, when it is installed: open loop, with and without a pool of connections. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Load, Made, Peer } from './peer.ts';
import { missingProgram, runPinned } from './pinned-program.ts';

const missing = missingProgram('artillery', 'npm install --global artillery@2.0.21 on Node 20');

export const artilleryPeer: Peer = {
  name: 'Artillery 2',
  missing,
  paced: (load, ratePerSecond) => artillery(load, ratePerSecond, null),
};

export const pooledArtilleryPeer: Peer = {
  name: 'Artillery 2, http.pool 10',
  missing,
  paced: (load, ratePerSecond) => artillery(load, ratePerSecond, 10),
};

/** Starting it and writing its reports takes 15 to 25 s; behind the rate it takes far longer. */
const patienceSeconds = 240;

async function artillery(
  { url, seconds, cores }: Load,
  ratePerSecond: number,
  pool: number | null,
): Promise<Made> {
  const folder = mkdtempSync(join(tmpdir(), 'artillery-'));
  const [script, report] = [join(folder, 'script.json'), join(folder, 'report.json')];
  try {
    writeFileSync(script, JSON.stringify(scriptOf(url, seconds, ratePerSecond, pool)));
    const command = ['artillery', 'run', '--quiet', '--output', report, script];
    const { cpuMs } = await runPinned(command, cores, seconds + patienceSeconds);
    const { aggregate } = JSON.parse(readFileSync(report, 'utf8')) as Report;
    const times = aggregate.summaries['http.response_time'];
    return {
      p50Ms: times?.p50 ?? null,
      p95Ms: times?.p95 ?? null,
      p99Ms: times?.p99 ?? null,
      cpuMs,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Report {
  readonly aggregate: {
    readonly summaries: Readonly<Record<string, Readonly<Record<'p50' | 'p95' | 'p99', number>>>>;
  };
}

const scriptOf = (target: string, duration: number, arrivalRate: number, pool: number | null) => ({
  config: {
    target,
    phases: [{ duration, arrivalRate }],
    ...(pool === null ? {} : { http: { pool } }),
  },
  scenarios: [{ flow: [{ get: { url: '/' } }] }],
});
