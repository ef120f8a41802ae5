/**
 * What the probe costs in CPU an operation, beside OpenTelemetry and prom-client, on the optimized
 * runtime and on a bare server with a database. Writes docs/bench-probe.md.
 *
 *   node dist/scripts/bench-probe.js [seconds = 480]
 *
 * No launch begins after so long; one takes about 45 seconds, and all pairs about 8 minutes. Linux only.
 * `CLINIC=<path of clinic>` measures Clinic Doctor, too.
 */
import { writeFileSync } from 'node:fs';
import { type CompareFlags, type Config, parseConfig } from '../harness/config/parse-config.ts';
import { planTrials } from '../harness/plan/plan-trials.ts';
import { openRig } from '../harness/run/rig.ts';
import { describeCosts } from './bench-probe/describe-costs.ts';
import { measureLaunch, type Subject, type UnitCosts } from './bench-probe/measure-launch.ts';
import { comparedMeters } from './bench-probe/meters.ts';
import { interruption } from './interruption.ts';

const seconds = Number(process.argv[2] ?? 480);
const untilMs = performance.now() + 1000 * seconds;
const { signal, code } = interruption();

const gate = await configOf(['gate'], 'optimized', {});
const request = { url: '/', rate: '1000', duration: '4s' };
const bare = await configOf([], 'node dist/scripts/bench-probe/pg-server.js', request);
const subjects = [
  subjectOf('The optimized runtime, scenario gate', gate, 100),
  subjectOf('A bare server, two statements a request', bare, 1000),
];

const rig = await openRig(planTrials(gate), signal);
const units: UnitCosts[] = [];
try {
  const comparisons = subjects.flatMap((subject) =>
    comparedMeters.map((meter) => ({ subject, meter })),
  );
  for (let launch = 0; performance.now() < untilMs && !signal.aborted; launch += 1) {
    const comparison = comparisons[launch % comparisons.length];
    if (!comparison) break;
    const { subject, meter } = comparison;
    console.error(`launch ${launch}: ${subject.title}; ${meter} ...`);
    for await (const unit of measureLaunch(subject, meter, launch, rig)) units.push(unit);
  }
  const page = describeCosts(subjects, units, { seconds, cores: rig.cores.words });
  writeFileSync('docs/bench-probe.md', page);
  console.error('docs/bench-probe.md is written');
} finally {
  await rig.close();
}
process.exitCode = code() ?? 0;

function configOf(names: readonly string[], server: string, flags: CompareFlags): Promise<Config> {
  return parseConfig(names, { baseline: server, candidate: server, ...flags }, process.cwd());
}

function subjectOf(title: string, config: Config, ratePerSecond: number): Subject {
  const [scenario] = config.scenarios;
  if (!scenario) throw new Error(`there is nothing to ask of ${title}`);
  return { title, variant: config.baseline, scenario, ratePerSecond };
}
