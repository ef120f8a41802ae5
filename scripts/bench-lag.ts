/**
 * What requests at random moments wait for a blocked event loop, beside what the probe says they wait,
 * and what perf_hooks' own histogram says. Writes docs/bench-lag.md.
 *
 *   node dist/scripts/bench-lag.js [seconds = 120]
 *
 * Takes so long for each of the cases in bench-lag/lag-case.ts. Linux only.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { LoadedScenario, Variant } from '../harness/config/config.ts';
import type { PackedLevel } from '../harness/load/level.ts';
import type { Trial } from '../harness/plan/trial.ts';
import type { ServerReadings } from '../harness/record/arm-result.ts';
import { type LaunchedSides, openSides } from '../harness/run/launched-pair.ts';
import { openRig, type Rig } from '../harness/run/rig.ts';
import { arrivals } from './bench-lag/arrivals.ts';
import { describeLag, type LagResult } from './bench-lag/describe-lag.ts';
import { type LagCaseName, lagCases } from './bench-lag/lag-case.ts';
import type { Seen } from './bench-lag/seen.ts';
import { interruption } from './interruption.ts';

const seconds = Number(process.argv[2] ?? 120);
const warmUpSeconds = 3;
const { signal, code } = interruption();

const rig = await openRig([], signal);
try {
  const results: LagResult[] = [];
  for (const name of Object.keys(lagCases) as LagCaseName[]) results.push(await measure(name, rig));
  writeFileSync('docs/bench-lag.md', describeLag(results, { seconds, cores: rig.cores.words }));
  console.error('docs/bench-lag.md is written');
} finally {
  await rig.close();
}
process.exitCode = code() ?? 0;

async function measure(name: LagCaseName, rig: Rig): Promise<LagResult> {
  console.error(`${lagCases[name].title} ...`);
  const launched = await openSides(trialOf(name), ['baseline'], rig);
  try {
    return { name, ...(await load(name, launched)) };
  } finally {
    await launched.close();
  }
}

async function load(
  name: LagCaseName,
  { sides, generator }: LaunchedSides,
): Promise<Omit<LagResult, 'name'>> {
  const { server, probe } = sides.baseline ?? {};
  if (!server || !probe) throw new Error('the server runs without its probe');
  const level = (durationMs: number, round: string): Promise<PackedLevel> =>
    generator.level({
      target: { url: server.url, databaseUrl: null },
      ratePerSecond: lagCases[name].ratePerSecond,
      durationMs,
      seed: `${name}/${round}`,
      label: 'A1',
    });
  const abort = () => generator.abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await level(1000 * warmUpSeconds, 'warm-up');
    await fetch(`${server.url}/begin`);
    const beforeMs = withoutCoreMs(server.pid);
    const driven = await level(1000 * seconds, 'measured');
    const seen = (await (await fetch(`${server.url}/end`)).json()) as Seen;
    const withoutMs = withoutCoreMs(server.pid) - beforeMs;
    signal.throwIfAborted();
    const readings = await probe.window(driven.startedUs, driven.endedUs);
    return { level: driven, seen, readings: present(readings), withoutCoreMs: withoutMs };
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Of the main thread since it began: field 2 of its schedstat (Documentation/scheduler of Linux). */
function withoutCoreMs(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
}

function present(readings: ServerReadings | null): ServerReadings {
  if (readings) return readings;
  throw new Error('the probe left nothing of the time that was measured');
}

function trialOf(name: LagCaseName): Trial {
  const server: Variant = {
    name,
    command: [process.execPath, 'dist/scripts/bench-lag/blocked-server.js', name],
    cwd: process.cwd(),
    environment: {},
    fixes: [],
    // Answered even while the loop is blocked, only later.
    readyPath: '/',
  };
  const url = new URL('./bench-lag/arrivals.js', import.meta.url).href;
  const scenario: LoadedScenario = {
    scenario: arrivals,
    source: { kind: 'module', url, name: 'arrivals' },
  };
  return {
    scenario,
    baseline: server,
    candidate: server,
    load: arrivals.load,
    launches: [],
    soak: null,
  };
}
