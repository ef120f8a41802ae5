/**
 * How often does the gate raise a false alarm, and how often does it miss what was planted? Measures
 * whole gates of a bare server against itself and against slower versions of it, judges each at two
 * margins, and by simpler rules. A campaign: it goes on where it was, and ends after so many minutes.
 *
 *   node dist/scripts/gate-study.js [minutes = 60]
 *
 * Each result is a line of docs/gate-study.ndjson; docs/gate-study.md is written from all of them.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseGate } from '../harness/gate/parse-gate.ts';
import { settle } from '../harness/gate/settle.ts';
import { planTrials } from '../harness/plan/plan-trials.ts';
import type { ArmResult } from '../harness/record/arm-result.ts';
import type { RecordingHeader } from '../harness/record/recording.ts';
import type { RunEvent } from '../harness/run/events.ts';
import { openRig } from '../harness/run/rig.ts';
import { runTrials } from '../harness/run/run-trials.ts';
import { describeRun } from './describe-run.ts';
import { describeStudy } from './gate-study/describe-study.ts';
import { startHogs } from './gate-study/hogs.ts';
import { type Job, nextJob, type Outcome } from './gate-study/job.ts';
import { simpleRules } from './gate-study/simple-practice.ts';
import { interruption } from './interruption.ts';

const minutes = Number(process.argv[2] ?? 60);
const results = 'docs/gate-study.ndjson';
const untilMs = Date.now() + minutes * 60_000;
const { signal } = interruption();

const outcomes = readOutcomes();
while (Date.now() < untilMs && !signal.aborted) {
  const outcome = await measure(nextJob(outcomes));
  if (signal.aborted) break;
  outcomes.push(outcome);
  appendFileSync(results, `${JSON.stringify(outcome)}\n`);
  console.error(
    `${outcome.plant}${outcome.hogs ? ' with hogs' : ''}: ${JSON.stringify(outcome.states)}`,
  );
}
writeFileSync('docs/gate-study.md', describeStudy(outcomes));
console.error('docs/gate-study.md is written');

function readOutcomes(): Outcome[] {
  if (!existsSync(results)) return [];
  const lines = readFileSync(results, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Outcome);
}

async function measure(job: Job): Promise<Outcome> {
  const server = 'node dist/scripts/gate-study/bare-server.js';
  const flags = { baseline: server, candidate: `${server} ${job.plant}`, url: '/', rate: '100' };
  const config = await parseGate(undefined, { ...flags, seed: job.seed }, process.cwd());
  const trials = planTrials(config);
  const rig = await openRig(trials, signal);
  const stopHogs = job.hogs ? startHogs() : () => undefined;
  const startedMs = Date.now();
  try {
    const events: RunEvent[] = [];
    for await (const event of runTrials(trials, rig)) events.push(event);
    const unitsOfLaunches = trials.flatMap(({ launches }) =>
      launches.map(({ units }) => units.length),
    );
    const header = describeRun(config, trials, rig, 'gate-study');
    return judge(job, header, unitsOfLaunches, events, Date.now() - startedMs);
  } finally {
    stopHogs();
    await rig.close();
  }
}

function judge(
  job: Job,
  header: RecordingHeader,
  unitsOfLaunches: readonly number[],
  events: readonly RunEvent[],
  ms: number,
): Outcome {
  const at = (margin: number) => {
    const limits = limitsAt(margin);
    return settle({ header: { ...header, gate: { limits, unitsOfLaunches } }, events });
  };
  const [strict, usual] = [at(0), at(0.05)];
  const arms = events.flatMap((event): ArmResult[] => (event.kind === 'arm' ? [event.arm] : []));
  const valid = arms.filter(({ validity }) => validity.state === 'valid');
  const ratios = (usual?.gate.limits ?? []).flatMap(({ metric, measured }) =>
    measured ? [[metric, measured] as const] : [],
  );
  return {
    ...job,
    at: header.environment.startedAt,
    seconds: Math.round(ms / 1000),
    states: { margin0: strict?.gate.state ?? 'invalid', margin5: usual?.gate.state ?? 'invalid' },
    launches: { margin0: strict?.launches ?? 0, margin5: usual?.launches ?? 0 },
    broken: (strict?.gate.limits ?? []).flatMap(({ state, metric }) =>
      state === 'broken' ? [metric] : [],
    ),
    reasons: usual?.gate.reasons ?? [],
    invalidArms: arms.length - valid.length,
    ratios: Object.fromEntries(ratios),
    simple: Object.fromEntries(
      Object.entries(simpleRules).map(([name, rule]) => [name, rule(valid)]),
    ),
  };
}

/** The family of the usual limits on this server. */
function limitsAt(margin: number): readonly string[] {
  const noisy = ['response.p50', 'response.p95', 'response.p99', 'cpu.msPerOperation'];
  const ratios = [...noisy, 'loop.msPerOperation', 'loop.stalls'];
  return ratios.map((metric) => `${metric}.ratio<=${1 + margin}`);
}
