/** What a gate holds a candidate to: `response.p95.ratio<=1.05`, `memory.rss.max.candidate<=200MiB`. */
import { isGrowth } from '../compare/compare-growth.ts';
import { unknownName } from '../config/nearest.ts';
import { usageError } from '../error.ts';
import type { Trial } from '../plan/trial.ts';
import { type Metric, type MetricName, metric, metricNames } from '../record/metric.ts';
import type { RecordingHeader } from '../record/recording.ts';

export interface Limit {
  /** As it was written. */
  readonly text: string;
  readonly metric: MetricName;
  /** The ratio candidate ÷ baseline, or one side's own figure. */
  readonly of: 'ratio' | 'baseline' | 'candidate';
  /** False: it must be at least the bound. */
  readonly atMost: boolean;
  /** In the unit of the metric; a ratio has none. */
  readonly bound: number;
}

const form = /^\s*([A-Za-z0-9.]+)\.([A-Za-z0-9]+)\s*(<=|>=)\s*(\d+(?:\.\d+)?)\s*(\S*)\s*$/;
const example = "'response.p95.ratio<=1.05' or 'memory.rss.max.candidate<=200MiB'";

/** How much of the metric's own unit each unit is that may be written. */
const units: Readonly<Record<Metric['unit'], Readonly<Record<string, number>>>> = {
  ms: { us: 0.001, ms: 1, s: 1000 },
  us: { us: 1, ms: 1000, s: 1e6 },
  'per s': { '/s': 1, '/min': 1 / 60 },
  'per min': { '/s': 60, '/min': 1 },
  'ms per s': { 'ms/s': 1 },
  ratio: { '%': 0.01 },
  count: {},
  bytes: sizesIn(1),
  KiB: sizesIn(2 ** 10),
  MiB: sizesIn(2 ** 20),
};

/** Function declarations are there before they are run: the table above has the units of all sizes. */
function sizesIn(own: number): Readonly<Record<string, number>> {
  return { bytes: 1 / own, KiB: 2 ** 10 / own, MiB: 2 ** 20 / own, GiB: 2 ** 30 / own };
}

/** Throws a usage error that says what was expected, with the nearest name of a metric. */
export const parseLimit = (text: string): Limit => limitFrom('--limit', text);

/** The same; `from` is where it was written. */
function limitFrom(from: string, text: string): Limit {
  const [, name = '', of = '', sign, number, unit = ''] = form.exec(text) ?? [];
  if (sign === undefined) {
    throw usageError(
      `${from} takes a metric, a side and a bound such as ${example}, and came as '${text}'.`,
    );
  }
  if (of !== 'ratio' && of !== 'baseline' && of !== 'candidate') {
    throw usageError(
      `${from} '${text}': after the metric comes .ratio, .baseline or .candidate, and not '.${of}'; write ${example}.`,
    );
  }
  const known = metricNames.find((each) => each === name);
  if (!known) {
    throw usageError(`${from} '${text}': ${unknownName('metric', name, metricNames).message}`);
  }
  if (of === 'ratio' && isGrowth(known)) {
    throw usageError(
      `${from} '${text}': a growth may be 0 or less, so that it has no ratio; write ${known}.candidate<=100KiB.`,
    );
  }
  const factor =
    of === 'ratio' ? ratioFactor(text, unit, from) : factorOf(text, unit, metric(known).unit, from);
  const bound = Number(number) * factor;
  if (of === 'ratio' && bound === 0) {
    throw usageError(`${from} '${text}': a ratio is held against a bound above 0, such as 1.05.`);
  }
  return { text: text.replace(/\s+/g, ''), metric: known, of, atMost: sign === '<=', bound };
}

/** `ratio<=5%` would be a twentieth, and is meant as a twentieth more. */
function ratioFactor(text: string, unit: string, from: string): number {
  if (unit === '') return 1;
  throw usageError(
    `${from} '${text}': a ratio has no unit, so that '${unit}' can't follow; write 1.05 for 5 % more than the baseline, 0.95 for 5 % less.`,
  );
}

function factorOf(text: string, unit: string, own: Metric['unit'], from: string): number {
  const factor = unit === '' ? 1 : units[own][unit];
  if (factor !== undefined) return factor;
  const may = Object.keys(units[own]);
  const words = may.length === 0 ? 'no unit' : `${may.join(', ')} or no unit`;
  throw usageError(`${from} '${text}': '${unit}' is no unit of it; it takes ${words}.`);
}

/** What a gate without limits of its own holds a candidate to: 5 % for what is noisy, 1 % for counts. */
export const usualLimits: readonly Limit[] = [
  'response.p50.ratio<=1.05',
  'response.p95.ratio<=1.05',
  'response.p99.ratio<=1.05',
  'cpu.msPerOperation.ratio<=1.05',
  'loop.msPerOperation.ratio<=1.05',
  'loop.stalls.ratio<=1.05',
  'db.statementsPerOperation.ratio<=1.01',
  'db.connectsPerOperation.ratio<=1.01',
  'ws.messagesPerOperation.ratio<=1.01',
  'errors.rate.candidate<=1%',
].map(parseLimit);

export interface AskedLimits {
  /** At least one. */
  readonly limits: readonly Limit[];
  /** Somebody wrote them. */
  readonly asked: boolean;
}

/** Those of the command line, else those of the configuration, else the usual ones. */
export function askedLimits(
  typed: readonly string[] | undefined,
  declared: readonly string[] = [],
): AskedLimits {
  const [texts, from] = typed
    ? [typed, '--limit']
    : [declared, 'gate.limits of the configuration:'];
  if (texts.length === 0) return { limits: usualLimits, asked: false };
  return { limits: texts.map((text) => limitFrom(from, text)), asked: true };
}

/** What a recording is judged by; of a comparison, it is looked at once. */
export const withLimits = (
  header: RecordingHeader,
  { limits, asked }: AskedLimits,
  trials: readonly Trial[] | null,
): RecordingHeader => ({
  ...header,
  gate: {
    limits: limits.map(({ text }) => text),
    asked,
    unitsOfLaunches: trials?.flatMap(({ launches }) => launches.map(({ units }) => units.length)) ??
      header.gate?.unitsOfLaunches ?? [1],
  },
});
