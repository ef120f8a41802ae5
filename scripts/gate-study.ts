/**
 * How often does the gate raise a false alarm, and how often does it miss what was planted? Measures
 * whole gates of servers against themselves and against slower versions of them, judges each at two
 * margins, and by simpler rules. A campaign: it goes on where it was, and ends after so many minutes.
 *
 *   node dist/scripts/gate-study.js [minutes = 60]
 *
 * Each gate is a line of docs/gate-study.ndjson; docs/gate-study.md is judged and written from all of
 * them, which 0 minutes do alone.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { summarizeRun } from '../harness/compare/summarize-run.ts';
import type { LoadedScenario } from '../harness/config/config.ts';
import { tabulate } from '../harness/gate/gate-table.ts';
import { type GateConfig, parseGate } from '../harness/gate/parse-gate.ts';
import { isDecided } from '../harness/gate/settle.ts';
import { planTrials } from '../harness/plan/plan-trials.ts';
import type { Recording } from '../harness/record/recording.ts';
import type { RunEvent } from '../harness/run/events.ts';
import { openRig } from '../harness/run/rig.ts';
import { runTrials } from '../harness/run/run-trials.ts';
import { describeRun } from './describe-run.ts';
import { describeStudy } from './gate-study/describe-study.ts';
import { startHogs } from './gate-study/hogs.ts';
import { type Job, nextJob, type Outcome } from './gate-study/job.ts';
import { type Judged, judgeOutcome, limitsAt, relabel } from './gate-study/judge-outcome.ts';
import { plants, type RuntimePlant } from './gate-study/plants.ts';
import { simpleRules } from './gate-study/simple-practice.ts';
import { packTable } from './gate-study/stored-table.ts';
import { interruption } from './interruption.ts';

const minutes = Number(process.argv[2] ?? 60);
const results = 'docs/gate-study.ndjson';
const relabelledGates = 5000;
const untilMs = Date.now() + minutes * 60_000;
const { signal } = interruption();

const outcomes = readOutcomes();
while (Date.now() < untilMs && !signal.aborted) {
  const outcome = await measure(nextJob(outcomes));
  if (signal.aborted) break;
  outcomes.push(outcome);
  appendFileSync(results, `${JSON.stringify(outcome)}\n`);
  const { settled } = judgeOutcome(outcome);
  const said = [settled.margin0, settled.margin5].map((each) => each?.gate.state).join(', ');
  console.error(`${outcome.seed}: ${said}; ${outcome.seconds} s`);
}
if (!signal.aborted) {
  const page = describeStudy(outcomes.map(judgeOutcome), relabel(outcomes, relabelledGates));
  writeFileSync('docs/gate-study.md', page);
  console.error('docs/gate-study.md is written');
}

function readOutcomes(): Outcome[] {
  if (!existsSync(results)) return [];
  const lines = readFileSync(results, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Outcome);
}

async function measure(job: Job): Promise<Outcome> {
  const config = await configOf(job);
  const trials = planTrials(config);
  const rig = await openRig(trials, signal);
  const loadBefore = loadavg()[0] ?? 0;
  const stopHogs = job.hogs ? startHogs() : () => undefined;
  const startedMs = Date.now();
  try {
    const header = describeRun(config, trials, rig, 'gate-study');
    const units = trials.flatMap(({ launches }) => launches.map((launch) => launch.units.length));
    const events: RunEvent[] = [];
    const outcome = (): Outcome => ({
      ...job,
      ...outcomeOf(job, { header, events }),
      at: header.environment.startedAt,
      commit: header.environment.commit,
      seconds: Math.round((Date.now() - startedMs) / 1000),
      loadBefore: Math.round(loadBefore * 100) / 100,
      unitsOfLaunches: units,
    });
    for await (const event of runTrials(trials, rig)) {
      events.push(event);
      if (event.kind === 'launched' && isSettled(judgeOutcome(outcome()))) break;
    }
    return outcome();
  } finally {
    stopHogs();
    await rig.close();
  }
}

function outcomeOf(job: Job, recording: Recording) {
  const { events } = recording;
  const arms = events.flatMap((event) => (event.kind === 'arm' ? [event.arm] : []));
  const valid = arms.filter(({ validity }) => validity.state === 'valid');
  const reasons = arms.flatMap(({ validity }) => validity.reasons);
  return {
    faults: faultsOf(recording),
    invalidArms: reasons.map((reason) => reason.replace(/\d+([.,]\d+)?/g, 'n')),
    warmUpMs: events.flatMap((event) => (event.kind === 'launched' ? [event.warmUp.ms] : [])),
    table: packTable(tabulate(recording, limitsAt(job, 0))),
    simple: Object.fromEntries(
      Object.entries(simpleRules).map(([name, rule]) => [name, rule(valid)]),
    ),
  };
}

function faultsOf(recording: Recording): readonly string[] {
  return summarizeRun(recording).scenarios[0]?.validity.reasons ?? ['nothing was measured'];
}

/** More would change nothing at either margin. */
function isSettled({ settled }: Judged): boolean {
  return Object.values(settled).every((each) => each !== null && isDecided(each.gate));
}

async function configOf({ plant, seed }: Job): Promise<GateConfig> {
  const node = 'node dist/scripts/gate-study';
  if (plants[plant].server === 'bare') {
    const server = `${node}/bare-server.js`;
    const flags = { baseline: server, candidate: `${server} ${plant}`, url: '/', rate: '600' };
    return parseGate(undefined, { ...flags, seed }, process.cwd());
  }
  const flags = { baseline: 'optimized', candidate: 'optimized', seed };
  const config = await parseGate('gate', flags, process.cwd());
  const planted = (name: string) => ({
    ...config.candidate,
    name,
    command: `${node}/planted-runtime.js ${name}`.split(' '),
  });
  const { against = 'runtime-none', armMs } = plants[plant] as RuntimePlant;
  const scenarios = armMs
    ? config.scenarios.map((each) => inArmsOf(armMs, each))
    : config.scenarios;
  return { ...config, scenarios, baseline: planted(against), candidate: planted(plant) };
}

/** The same time, in longer arms. */
function inArmsOf(armMs: number, loaded: LoadedScenario): LoadedScenario {
  const { load, trial } = loaded.scenario;
  if (load.kind !== 'open') return loaded;
  const units = Math.round((trial.units * load.armMs) / armMs);
  const scenario = { ...loaded.scenario, load: { ...load, armMs }, trial: { ...trial, units } };
  return { ...loaded, scenario };
}
