/** The page of the benchmark of the floor. */
import type { MetricName } from '../../harness/record/metric.ts';
import type { MeasuredMetric, Run, RunScenario, Summary } from '../../harness/record/run.ts';
import { quantile, sortedNumbers } from '../../harness/stats/quantile.ts';
import { machineLine, table } from '../load-peers/markdown.ts';
import type { MeasuredLaunch } from './launches.ts';

/** What was promised: CPU a run against the floor's, and ms above the planned path. */
const mostTimesFloor = 1.5;
const mostOverheadMs = 25;

const cpuHeads = ['CPU a run', 'floor', 'optimized', 'optimized ÷ floor', 'pairs of arms', 'runs'];
const pathHeads = ['above the planned path, P50', 'floor', 'optimized', 'runs'];
const otherHeads = ['also', 'floor', 'optimized'];

export function describeFloor(
  run: Run,
  launches: readonly MeasuredLaunch[],
  ratePerSecond: number,
): string {
  const idleMs = medianOf(launches.flatMap(({ idleCpuMsPerSecond = [] }) => idleCpuMsPerSecond));
  return `# How near the optimized runtime is to the floor

Written by \`node dist/scripts/bench-floor.js\` on ${machineLine()}; ${run.environment.pinning}. Other work of the machine, as
the load before each launch: ${loadWords(launches)}.

The floor is a server (\`scripts/bench-floor/floor-server.ts\`) that makes the same model calls with the same prompts through the same client, with
the same retries, at most four of a run at a time, and saves the run and its steps by one statement over one pooled connection when all is done.
It waits for the same tools, analyses the same rows and merges the same state, since without those it could not save the same rows. Nothing else: it
checks neither tokens nor requests, stores nothing before the end, keeps no state that anybody could read, no journal, no snapshots, no metrics. The
answers, the rows and the events of both sides are compared in each launch, as in any comparison of Tandem's, and the floor is its baseline.

In \`pipeline\` 60 % of the runs are watched. The floor then sends the critical events, without which the scenario takes no run for ended, but
no tokens and no changes of state: those are in what the optimized runtime costs there. In \`pipeline-unwatched\` the same runs come at
the same moments and all are awaited over HTTP, so that both sides do the same. Both sides carry the timing probe, which brings
their ratio nearer to 1: a server with the probe and nothing to do took ${idleMs.toFixed(1)} ms of CPU a second here (median over the launches).

${run.scenarios.map((scenario) => sectionOf(scenario, idleMs / ratePerSecond)).join('\n\n')}
`;
}

function loadWords(launches: readonly MeasuredLaunch[]): string {
  const loads = sortedNumbers(launches.map(({ loadBefore }) => loadBefore));
  if (loads.length === 0) return '–';
  return `${loads[0]} to ${loads.at(-1)}, median ${quantile(loads, 0.5).toFixed(2)}`;
}

const medianOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : quantile(sortedNumbers(values), 0.5);

function sectionOf(scenario: RunScenario, probeMs: number): string {
  const cpu = scenario.metrics['cpu.msPerOperation'];
  const overhead = scenario.metrics['overhead.p50'];
  const { state, reasons } = scenario.validity;
  const compared = `${scenario.sameWork.compared} answers and rows compared, ${scenario.sameWork.differences.length} differences`;
  return `## ${scenario.name}

What happens: ${scenario.title}. ${compared}; ${[state, ...reasons].join(': ')}.

${table(cpuHeads, [cpuRow(cpu)])}

${verdictOn(cpu?.ratio, mostTimesFloor, 'times the floor')}${withoutProbe(cpu, probeMs)}

${table(pathHeads, [pathRow(overhead)])}

Net of the endpoint's own lateness. ${verdictOn(overhead?.candidate, mostOverheadMs, 'ms')}${floorToo(overhead)}

${table(otherHeads, [
  otherRow(scenario, 'response time, P50', 'response.p50'),
  otherRow(scenario, 'event loop, active a run', 'loop.msPerOperation'),
  otherRow(scenario, 'CPU of the database a run', 'db.cpuMsPerOperation'),
  otherRow(scenario, 'statements a run', 'db.statementsPerOperation'),
])}`;
}

/** (r b - p) / (b - p): the probe's CPU a run is taken off both sides. */
function withoutProbe(cpu: MeasuredMetric | undefined, probeMs: number): string {
  const floorMs = cpu?.baseline?.value;
  if (!cpu?.ratio || floorMs === undefined || !(probeMs < floorMs)) return '';
  const without = (ratio: number): number => (ratio * floorMs - probeMs) / (floorMs - probeMs);
  const { value, lo, hi } = cpu.ratio;
  const ratio = around({ value: without(value), lo: without(lo), hi: without(hi) }, 2);
  return ` Without the ${probeMs.toFixed(1)} ms a run of an idle server's probe on both sides: ${ratio}.`;
}

function cpuRow(cpu: MeasuredMetric | undefined): readonly string[] {
  const ratio = cpu?.ratio ? around(cpu.ratio, 2) : (cpu?.reason ?? '–');
  const { units, operations } = cpu?.candidate ?? { units: 0, operations: 0 };
  return [
    'mean',
    figure(cpu?.baseline, 'ms'),
    figure(cpu?.candidate, 'ms'),
    ratio,
    `${units}`,
    `${operations} each`,
  ];
}

/** Nobody can ask of the runtime what the floor itself does not reach. */
function floorToo(overhead: MeasuredMetric | undefined): string {
  const floor = overhead?.baseline;
  return floor && floor.lo > mostOverheadMs ? ' The floor itself does not reach it.' : '';
}

const pathRow = (overhead: MeasuredMetric | undefined): readonly string[] => [
  'median',
  figure(overhead?.baseline, 'ms'),
  figure(overhead?.candidate, 'ms'),
  `${overhead?.candidate?.operations ?? 0} each`,
];

function otherRow({ metrics }: RunScenario, title: string, name: MetricName): readonly string[] {
  const metric = metrics[name];
  const unit = metric?.unit === 'ms' ? 'ms' : '';
  return [title, figure(metric?.baseline, unit), figure(metric?.candidate, unit)];
}

interface Interval {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}

/** The interval decides, not the value in it. */
function verdictOn(interval: Interval | null | undefined, limit: number, unit: string): string {
  const asked = `Asked for: at most ${limit} ${unit}`;
  if (!interval) return `${asked}; not measured yet.`;
  if (interval.hi <= limit) return `${asked}: kept.`;
  if (interval.lo > limit) return `${asked}: **missed**.`;
  return `${asked}: undecided, the limit is inside the interval.`;
}

function figure(summary: Summary | null | undefined, unit: string): string {
  return summary ? `${around(summary, 1)} ${unit}`.trim() : '–';
}

const around = ({ value, lo, hi }: Interval, digits: number): string =>
  `${value.toFixed(digits)} [${lo.toFixed(digits)}, ${hi.toFixed(digits)}]`;
