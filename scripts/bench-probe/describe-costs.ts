/** The page of the benchmark of probes. */
import { calmnessWeights } from '../../harness/stats/calmness.ts';
import { quantile, sortedNumbers } from '../../harness/stats/quantile.ts';
import { mean, tInterval } from '../../harness/stats/t-interval.ts';
import { machineLine, table } from '../load-peers/markdown.ts';
import type { LaunchCosts, Subject, UnitCosts } from './measure-launch.ts';
import { comparedMeters, meterTitle } from './meters.ts';

/** Of fewer, an interval would say little more than that there is none. */
const fewestLaunches = 3;

const heads = [
  'loaded into the server',
  'more CPU an operation',
  'single launches',
  'launches',
  'units',
];

export function describeCosts(
  subjects: readonly Subject[],
  launches: readonly LaunchCosts[],
  cores: string,
): string {
  const sections = subjects.map((subject) =>
    sectionOf(
      subject,
      launches.filter((launch) => launch.subject === subject.title),
    ),
  );
  return `# What looking inside costs

Written by \`node dist/scripts/bench-probe.js\` on ${machineLine()}; ${cores}. Load of
the machine before each launch, that of the launch before among it: ${loadWords(launches)}.
In each launch there are two servers, one without any probe and one with what the row names, started in an order that a coin decides. Both
get the same operations at the same moments, on the same core, so that what the machine does to one it does to the other: loaded in
turn, one server's CPU an operation changed by a factor of two within seconds here. Two seconds are a unit. CPU time is read from outside,
of all threads of the process. A launch gives one ratio, the geometric mean over its units; those in which the machine was busy with
other work weigh less, as in \`gate\`. Two processes of the same server may differ for good, so the launch is what is counted: the mean over
launches with Student's 95 % interval, from ${fewestLaunches} launches on. "No probe, once more" shows what no difference looks like.
Spans exported later than 0.1 s after a turn are not counted, to the advantage of OpenTelemetry.

${sections.join('\n\n')}
`;
}

function loadWords(launches: readonly LaunchCosts[]): string {
  const loads = sortedNumbers(launches.map(({ loadBefore }) => loadBefore));
  return loads.length === 0
    ? '–'
    : `${loads[0]} to ${loads.at(-1)}, median ${quantile(loads, 0.5).toFixed(1)}`;
}

function sectionOf({ title, ratePerSecond }: Subject, launches: readonly LaunchCosts[]): string {
  const units = launches.flatMap((launch) => launch.units);
  const plainUs = sortedNumbers(units.filter(isWhole).map(({ plain }) => plain));
  const plain = plainUs.length === 0 ? '–' : `${Math.round(quantile(plainUs, 0.5))} µs`;
  const left = units.filter((unit) => !isWhole(unit)).length;
  const leftOut = left === 0 ? '' : ` Operations were lost in ${left} units, which are left out.`;
  const measured = new Set([...comparedMeters, ...launches.map(({ meter }) => meter)]);
  const rows = [...measured].map((name) => rowOf(name, launches));
  if (!measured.has('clinic'))
    rows.push([meterTitle('clinic'), 'not measured (CLINIC=<its program>)']);
  return `## ${title}

${ratePerSecond} operations a second; without a probe ${plain} of CPU each (median).${leftOut}

${table(heads, rows)}`;
}

const isWhole = ({ lost }: UnitCosts): boolean => lost === 0;

function rowOf(name: string, all: readonly LaunchCosts[]): readonly string[] {
  const units = all
    .filter(({ meter }) => meter === name)
    .map((launch) => launch.units.filter(isWhole));
  const logs = units.filter(({ length }) => length > 0).map(logOf);
  const count = units.flat().length;
  return [meterTitle(name), ratioOf(logs), rangeOf(logs), `${logs.length}`, `${count}`];
}

function ratioOf(logs: readonly number[]): string {
  if (logs.length === 0) return '–';
  const centre = percent(mean(logs));
  const limits = logs.length < fewestLaunches ? null : tInterval(logs);
  return limits ? `${centre} [${percent(limits.lo)}, ${percent(limits.hi)}]` : centre;
}

const rangeOf = (logs: readonly number[]): string =>
  logs.length < 2 ? '–' : `${percent(Math.min(...logs))} to ${percent(Math.max(...logs))}`;

/** Of one launch: the logarithm of the ratio to the server without a meter, weighted by how calm the units were. */
function logOf(units: readonly UnitCosts[]): number {
  const weights = calmnessWeights(
    units.map(({ plain, metered }) => (Math.log(plain) + Math.log(metered)) / 2),
  );
  const weighted = units.reduce(
    (sum, { plain, metered }, index) => sum + Math.log(metered / plain) * (weights[index] ?? 0),
    0,
  );
  return weighted / weights.reduce((sum, weight) => sum + weight, 0);
}

/** Of the logarithm of a ratio. */
function percent(log: number): string {
  const more = 100 * (Math.exp(log) - 1);
  return `${more < 0 ? '−' : '+'}${Math.abs(more).toFixed(1)} %`;
}
