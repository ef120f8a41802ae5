/** The page of the benchmark of probes. */
import { loadavg } from 'node:os';
import { logRatio } from '../../harness/compare/unit-pairs.ts';
import { seededRandom } from '../../harness/load/random.ts';
import { calmnessWeights } from '../../harness/stats/calmness.ts';
import { quantile, sortedNumbers } from '../../harness/stats/quantile.ts';
import { signFlipRatioInterval } from '../../harness/stats/sign-flip.ts';
import { mean } from '../../harness/stats/t-interval.ts';
import { machineLine, table } from '../load-peers/markdown.ts';
import type { Subject, UnitCosts } from './measure-launch.ts';
import { comparedMeters, meters } from './meters.ts';

const heads = [
  'loaded into the server',
  'more CPU an operation',
  'single launches',
  'launches',
  'units',
];

export function describeCosts(
  subjects: readonly Subject[],
  units: readonly UnitCosts[],
  { seconds, cores }: { readonly seconds: number; readonly cores: string },
): string {
  const sections = subjects.map((subject) =>
    sectionOf(
      subject,
      units.filter((unit) => unit.subject === subject.title),
    ),
  );
  return `# What looking inside costs

Written by \`node dist/scripts/bench-probe.js ${seconds}\` on ${machineLine()}; ${cores}; load of the machine ${(loadavg()[0] ?? 0).toFixed(1)}.
In each launch there are two servers, one without any probe and one with what the row names. They are loaded in turn for half a
second, A B B A or B A A B as a coin decides, with the same operations for both: that is a unit. CPU time is read from outside, of all
threads of the process. What a meter adds is the geometric mean, over the units, of the ratio to the server without one; units in which
the machine was busy with other work weigh less, as in \`gate\`, and the 95 % interval inverts a test by sign flips, as in \`compare\`.
"No probe, once more" shows what no difference looks like. Launches differ by more than units of one launch, which the interval does not
know: the lowest and highest of them stand beside. Spans exported later than 0.1 s after a turn are not counted, to the advantage of
OpenTelemetry.

${sections.join('\n\n')}
`;
}

function sectionOf({ title, ratePerSecond }: Subject, all: readonly UnitCosts[]): string {
  const units = all.filter(({ lost }) => lost === 0);
  const plainMs = sortedNumbers(units.flatMap(({ costs }) => costs.get('plain') ?? []));
  const plain = plainMs.length === 0 ? '–' : `${Math.round(1000 * quantile(plainMs, 0.5))} µs`;
  const rows = comparedMeters.map((name) => rowOf(name, units));
  if (!meters.has('clinic')) rows.push(['clinic doctor', 'not installed (CLINIC=<its program>)']);
  const left = all.length - units.length;
  const leftOut = left === 0 ? '' : ` ${left} units are left out: operations of theirs were lost.`;
  return `## ${title}

${ratePerSecond} operations a second; without a probe ${plain} of CPU each (median).${leftOut}

${table(heads, rows)}`;
}

function rowOf(name: string, all: readonly UnitCosts[]): readonly string[] {
  const units = all.filter(({ meter }) => meter === name);
  const compared = compareUnits(units, name);
  const launches = [...new Set(compared.map(({ launch }) => launch))];
  const ofLaunches = sortedNumbers(
    launches.map((number) => centreOf(compared.filter(({ launch }) => launch === number))),
  );
  const range = [ofLaunches[0], ofLaunches.at(-1)].map((ratio) =>
    ratio === undefined ? '–' : percent(ratio),
  );
  const title = meters.get(name)?.title ?? name;
  const counts = [launches.length, units.length].map(String);
  return [title, ratioOf(compared, name), range.join(' to '), ...counts];
}

interface Compared {
  readonly launch: number;
  /** Logarithm of the ratio to the server without a probe. */
  readonly log: number;
  /** How much the unit counts: where the machine was busy with other work, little. */
  readonly weight: number;
}

function compareUnits(units: readonly UnitCosts[], name: string): readonly Compared[] {
  const pairs = units.map(({ costs }) => pairsOf(costs.get('plain') ?? [], costs.get(name) ?? []));
  const levels = pairs.map((unit) =>
    mean(unit.flatMap(({ baseline, candidate }) => [Math.log(baseline), Math.log(candidate)])),
  );
  const weights = calmnessWeights(levels);
  return pairs.map((pair, index) => ({
    launch: units[index]?.launch ?? 0,
    log: logRatio(pair),
    weight: weights[index] ?? 0,
  }));
}

function ratioOf(compared: readonly Compared[], name: string): string {
  if (compared.length === 0) return '–';
  const weighted = compared.map(({ log, weight }) => ({ value: log * weight, weight }));
  const random = seededRandom(`bench-probe/${name}`);
  const limits = signFlipRatioInterval(weighted, 0.95, random);
  const interval = limits && ` [${percent(Math.exp(limits.lo))}, ${percent(Math.exp(limits.hi))}]`;
  return `${percent(centreOf(compared))}${interval ?? ''}`;
}

/** The weighted geometric mean of the ratios. */
function centreOf(compared: readonly Compared[]): number {
  const sum = compared.reduce((total, { log, weight }) => total + log * weight, 0);
  return Math.exp(sum / compared.reduce((total, { weight }) => total + weight, 0));
}

const pairsOf = (plain: readonly number[], metered: readonly number[]) =>
  plain.map((baseline, index) => ({ baseline, candidate: metered[index] ?? Number.NaN }));

const percent = (ratio: number): string =>
  `${ratio < 1 ? '−' : '+'}${Math.abs(100 * (ratio - 1)).toFixed(1)} %`;
