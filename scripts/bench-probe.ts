/**
 * What the probe costs in CPU an operation, beside OpenTelemetry and prom-client, on the optimized
 * runtime and on a bare server with a database. A campaign: it goes on where it was, and begins no
 * launch after so many seconds.
 *
 *   node dist/scripts/bench-probe.js [seconds = 480]
 *
 * Each launch, of about 45 seconds, is a line of docs/bench-probe.ndjson; docs/bench-probe.md is written from all
 * of them, which 0 seconds do alone. `CLINIC=<path of clinic>` measures Clinic Doctor, too. Linux only.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type CompareFlags, type Config, parseConfig } from '../harness/config/parse-config.ts';
import { planTrials } from '../harness/plan/plan-trials.ts';
import { openRig } from '../harness/run/rig.ts';
import { describeCosts } from './bench-probe/describe-costs.ts';
import { type LaunchCosts, measureLaunch, type Subject } from './bench-probe/measure-launch.ts';
import { comparedMeters, judgedMeters, meterTitle } from './bench-probe/meters.ts';
import { interruption } from './interruption.ts';

const seconds = Number(process.argv[2] ?? 480);
const results = 'docs/bench-probe.ndjson';
const untilMs = performance.now() + 1000 * seconds;
const { signal, code } = interruption();

const gate = await configOf(['gate'], 'optimized', {});
const request = { url: '/', rate: '1000', duration: '4s' };
const bare = await configOf([], 'node dist/scripts/bench-probe/pg-server.js', request);
const subjects = [
  subjectOf('The optimized runtime, scenario gate', gate, 100),
  subjectOf('A bare server, two statements a request', bare, 1000),
];

const launches = readLaunches();
const rig = await openRig(planTrials(gate), signal);
try {
  while (performance.now() < untilMs && !signal.aborted) {
    const { subject, meter, count } = furthestBehind();
    console.error(`${subject.title}: ${meterTitle(meter)} ...`);
    const launch = await measureLaunch(subject, meter, count, rig);
    if (signal.aborted) break;
    launches.push(launch);
    appendFileSync(results, `${JSON.stringify(launch)}\n`);
  }
  writeFileSync('docs/bench-probe.md', describeCosts(subjects, launches, rig.cores.words));
  console.error('docs/bench-probe.md is written');
} finally {
  await rig.close();
}
process.exitCode = code() ?? 0;

function readLaunches(): LaunchCosts[] {
  if (!existsSync(results)) return [];
  const lines = readFileSync(results, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as LaunchCosts);
}

/** What has the fewest launches so far, for its part of them. */
function furthestBehind() {
  const pairs = subjects.flatMap((subject) =>
    comparedMeters.map((meter) => {
      const done = launches.filter(
        (each) => each.subject === subject.title && each.meter === meter,
      );
      return { subject, meter, count: done.length };
    }),
  );
  return pairs.reduce((fewest, pair) => (lackOf(pair) < lackOf(fewest) ? pair : fewest));
}

/** What is held against a limit needs more launches than what only stands beside it. */
function lackOf({ meter, count }: { readonly meter: string; readonly count: number }): number {
  return judgedMeters.includes(meter) ? count / 3 : count;
}

function configOf(names: readonly string[], server: string, flags: CompareFlags): Promise<Config> {
  return parseConfig(names, { baseline: server, candidate: server, ...flags }, process.cwd());
}

function subjectOf(title: string, config: Config, ratePerSecond: number): Subject {
  const [scenario] = config.scenarios;
  if (!scenario) throw new Error(`there is nothing to ask of ${title}`);
  return { title, variant: config.baseline, scenario, ratePerSecond };
}
