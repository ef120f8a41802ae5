/**
 * How near the optimized runtime is to the floor: its CPU a run beside that of a server which only
 * makes the same model calls and one save (bench-floor/floor-server.ts), and what it adds to the
 * planned path of a run. A campaign: it goes on where it was, and begins no launch after so many
 * seconds.
 *
 *   node dist/scripts/bench-floor.js [seconds = 600]
 *
 * Each launch, of about two minutes, is a line of docs/bench-floor.ndjson; docs/bench-floor.md is written from
 * all of them, which 0 seconds do alone. After a change of what is measured, delete the lines.
 */
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { type Config, parseConfig } from '../harness/config/parse-config.ts';
import type { Load } from '../harness/config/scenario.ts';
import { planTrials } from '../harness/plan/plan-trials.ts';
import type { Launch, Trial } from '../harness/plan/trial.ts';
import { readCommit } from '../harness/record/environment.ts';
import type { RunEvent } from '../harness/run/events.ts';
import { openRig } from '../harness/run/rig.ts';
import { runTrials } from '../harness/run/run-trials.ts';
import { pipeline } from '../scenarios/pipeline.ts';
import { describeFloor } from './bench-floor/describe-floor.ts';
import { idleProbeCpu } from './bench-floor/idle-probe.ts';
import {
  appendLaunch,
  type MeasuredLaunch,
  readLaunches,
  summarizeLaunches,
} from './bench-floor/launches.ts';
import { unwatched } from './bench-floor/unwatched.ts';
import { describeRun } from './describe-run.ts';
import { interruption } from './interruption.ts';

const seconds = Number(process.argv[2] ?? 600);
const results = 'docs/bench-floor.ndjson';
const amount = { launches: 3, units: 9 };
const untilMs = performance.now() + 1000 * seconds;
const { signal, code } = interruption();

const config = await configOf();
const trials = planTrials(config);
const { ratePerSecond } = pipeline.load as Extract<Load, { kind: 'open' }>;
const launches = readLaunches(results);
const rig = await openRig(trials, signal);
try {
  for (let next = nextLaunch(); next && performance.now() < untilMs; next = nextLaunch()) {
    const measured = await measure(next.trial, next.launch);
    if (signal.aborted) break;
    launches.push(measured);
    appendLaunch(results, measured);
  }
  const run = summarizeLaunches(describeRun(config, trials, rig, 'bench-floor'), launches);
  writeFileSync('docs/bench-floor.md', describeFloor(run, launches, ratePerSecond));
  console.error('docs/bench-floor.md is written');
} finally {
  await rig.close();
}
process.exitCode = code() ?? 0;

/** The floor is the baseline: a ratio says how many times as much the optimized runtime takes. */
async function configOf(): Promise<Config> {
  const floor = 'node dist/scripts/bench-floor/serve.js';
  const sides = { baseline: floor, candidate: 'optimized', seed: 'floor' };
  const standard = await parseConfig(['pipeline'], sides, process.cwd());
  const url = new URL('bench-floor/unwatched.js', import.meta.url).href;
  const source = { kind: 'module', url, name: unwatched.name } as const;
  const scenarios = [{ scenario: unwatched, source }, ...standard.scenarios].map((each) => ({
    ...each,
    scenario: { ...each.scenario, trial: amount },
  }));
  return { ...standard, scenarios };
}

/** The first that nobody measured, of each scenario in turn. */
function nextLaunch(): { readonly trial: Trial; readonly launch: Launch } | null {
  const left = trials.flatMap((trial) =>
    trial.launches
      .filter(({ number }) => !isMeasured(trial, number))
      .map((launch) => ({ trial, launch })),
  );
  const [first = null] = left.sort((a, b) => a.launch.number - b.launch.number);
  return signal.aborted ? null : first;
}

function isMeasured({ scenario: { scenario } }: Trial, number: number): boolean {
  return launches.some((each) => each.scenario === scenario.name && each.launch === number);
}

async function measure(trial: Trial, launch: Launch): Promise<MeasuredLaunch> {
  const { scenario } = trial.scenario;
  console.error(`${scenario.name}, launch ${launch.number + 1} of ${trial.launches.length} ...`);
  const begun = {
    at: new Date().toISOString(),
    commit: readCommit(process.cwd()).commit,
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(2)),
    idleCpuMsPerSecond: await idleProbeCpu(trial.baseline, scenario, rig),
  };
  const events: RunEvent[] = [];
  for await (const event of runTrials([{ ...trial, launches: [launch] }], rig)) {
    if (event.kind === 'failed') throw new Error(event.failure.message);
    if (event.kind !== 'launching') events.push(event);
  }
  return { scenario: scenario.name, launch: launch.number, ...begun, events };
}
