/** What the timing probe costs a server that has nothing to do: both sides carry it, whatever they do. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Variant } from '../../harness/config/config.ts';
import type { Scenario } from '../../harness/config/scenario.ts';
import { startServer } from '../../harness/launch/server-process.ts';
import type { Rig } from '../../harness/run/rig.ts';
import { meters } from '../bench-probe/meters.ts';
import { cpuMsBetween, readCpu } from '../bench-probe/thread-cpu.ts';

const settleMs = 2000;
const idleMs = 10_000;

/** CPU ms a second of the idle server, with the probe as `compare` loads it. */
export async function idleProbeCpu(
  variant: Variant,
  { environment }: Scenario,
  rig: Rig,
): Promise<number> {
  const probe = await meters.get('probe250')?.install({ folder: rig.probeFolder, sinkUrl: '' });
  const databaseUrl = await rig.postgres?.recreateDatabase(`idle_${process.pid}`);
  const server = await startServer({
    ...variant,
    environment: {
      ...environment,
      OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
      DATABASE_URL: databaseUrl ?? '',
      ...probe?.environment,
    },
    cores: rig.cores.measured,
    signal: rig.signal,
  });
  try {
    await sleep(settleMs);
    const before = readCpu(server.pid);
    await sleep(idleMs);
    return (1000 * cpuMsBetween(before, readCpu(server.pid))) / idleMs;
  } finally {
    await server.stop();
  }
}
