/** Response and service time by percentile, the further right the rarer: x is the number of nines. */
import type { MetricName } from '../record/metric.ts';
import type { RunScenario } from '../record/run.ts';
import { neededValues } from '../stats/quantile-interval.ts';
import { changeWords } from './change-words.ts';
import { figure, type Values } from './figure.ts';
import { formatNumber, formatValue } from './format.ts';
import { marker, stroke, upright } from './ink.ts';
import { html, type Markup, nothing } from './markup.ts';
import { endNames, foot, levels, plot, sides } from './plot.ts';
import { type Axis, extentOf, linearAxis, linePath, logAxis, type Point } from './scale.ts';
import type { SortedValues } from './sorted-values.ts';
import { milliseconds, percentWords, valueAt } from './sorted-values.ts';

const shown = [0, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999];

/** Draws each side up to the percentile that its number of values carries; nothing without any. */
export function percentileChart(
  scenario: RunScenario,
  response: SortedValues,
  service: SortedValues,
): Markup {
  const most = Math.max(response.baseline.length, response.candidate.length);
  const all = [response, service].flatMap(({ baseline, candidate }) => [...baseline, ...candidate]);
  const extent = extentOf(all.filter((value) => value > 0));
  if (most < 2 || extent === null) return nothing;
  const y = logAxis(extent.lo, Math.max(extent.hi, extent.lo * 1.5), plot.bottom, plot.top);
  const x = linearAxis(0, nines(1 - 1 / most), plot.left, plot.right);
  const ticks = shown.filter((p) => nines(p) <= nines(1 - 1 / most) * 1.001);
  return figure({
    title: `${scenario.name}: response time by percentile`,
    desc: `${sides.map((side) => describe(side, response[side])).join('; ')}.`,
    width: plot.width,
    height: plot.height,
    drawing: html`${levels(y, milliseconds)}${foot(x, ticks.map(nines), (depth) => percentWords(1 - 10 ** -depth))}
${sides.map((side) => stroke(linePath(curve(service[side], x, y)), { color: side, width: 0.8 }))}
${sides.map((side) => stroke(linePath(curve(response[side], x, y)), { color: side, width: 2.2 }))}
${intervals(scenario, x, y)}${endNames(sides.flatMap((side) => endOf(side, curve(response[side], x, y))))}`,
    sentence: latencySentence(scenario, response),
    note: noteOf(response),
    values: valuesOf(response, service, ticks),
  });
}

const nines = (p: number): number => -Math.log10(1 - p);

const steps = 60;

/** What failed is endless: the line ends where the percentiles reach it. */
function curve(sorted: readonly number[], x: Axis, y: Axis): readonly Point[] {
  if (sorted.length < 2) return [];
  const most = nines(1 - 1 / sorted.length);
  return Array.from({ length: steps + 1 }, (_, step): Point => {
    const depth = (most * step) / steps;
    const rank = Math.floor((1 - 10 ** -depth) * sorted.length);
    const value = sorted[Math.min(sorted.length - 1, rank)] ?? Infinity;
    return [x.at(depth), Number.isFinite(value) ? y.at(value) : Number.NaN];
  }).filter(([, at]) => Number.isFinite(at));
}

function endOf(side: (typeof sides)[number], points: readonly Point[]) {
  const last = points.at(-1);
  return last ? [{ side, x: last[0], y: last[1] }] : [];
}

const judged: readonly (readonly [MetricName, number])[] = [
  ['response.p50', 0.5],
  ['response.p95', 0.95],
  ['response.p99', 0.99],
];

/** As they are in the table of numbers; the sides beside each other, so that none hides the other. */
function intervals({ metrics }: RunScenario, x: Axis, y: Axis): Markup {
  const bars = judged.flatMap(([name, p]) =>
    sides.map((side, index) => {
      const summary = metrics[name]?.[side];
      if (!summary || !(summary.value > 0) || !Number.isFinite(summary.value)) return nothing;
      const at = Math.round((x.at(nines(p)) - 3 + 6 * index) * 10) / 10;
      return html`${upright(at, y.at(summary.lo), y.at(summary.hi), side)}${marker(side, at, y.at(summary.value))}`;
    }),
  );
  return html`${bars}`;
}

function describe(side: string, sorted: readonly number[]): string {
  if (sorted.length === 0) return `${side}: no values`;
  const at = (p: number) => milliseconds(valueAt(sorted, p));
  return `${side}: median ${at(0.5)}, P95 ${at(0.95)}, largest ${at(1)}, ${sorted.length} values`;
}

/** What was judged at each percentile, with its interval. */
function latencySentence({ metrics }: RunScenario, response: SortedValues): string {
  const missing = sides.filter((side) => response[side].length === 0);
  if (missing.length > 0) return `Nothing was measured of the ${missing.join(' and the ')}.`;
  const changes = judged.flatMap(([name, p]) => {
    const measured = metrics[name];
    return measured ? [{ p, name, measured, words: changeWords(measured) }] : [];
  });
  const [first] = changes;
  if (!first) return `${sides.map((side) => describe(side, response[side])).join('; ')}.`;
  if (changes.length > 1 && changes.every(({ words }) => words === first.words)) {
    return `Response time of the candidate at P50, P95 and P99: ${first.words}.`;
  }
  const parts = changes.map(({ p, name, measured: { baseline, candidate }, words }) => {
    const values =
      baseline && candidate
        ? ` (${formatValue(baseline.value, name)} against ${formatValue(candidate.value, name)})`
        : '';
    return `${words} at P${formatNumber(p * 100)}${values}`;
  });
  return `Response time of the candidate: ${parts.join(', ')}.`;
}

function noteOf(response: SortedValues): string {
  const fewest = Math.min(...sides.map((side) => response[side].length));
  const beyond = [0.99, 0.999].find((p) => neededValues(p) > fewest);
  const few =
    beyond === undefined
      ? ''
      : ` ${formatNumber(fewest)} values are too few for an interval from P${formatNumber(beyond * 100)} on, which needs ${formatNumber(neededValues(beyond))}.`;
  const failed = sides.some((side) => response[side].at(-1) === Infinity)
    ? ' A line ends where operations that failed begin.'
    : '';
  return `Thick: from the planned start; thin: from the actual start. Bars are 95 % intervals (square: baseline, circle: candidate). Each line ends with its values.${few}${failed}`;
}

function valuesOf(response: SortedValues, service: SortedValues, ticks: readonly number[]): Values {
  const series = [response.baseline, response.candidate, service.baseline, service.candidate];
  return {
    head: [
      'percentile',
      'baseline',
      'candidate',
      'baseline, service time',
      'candidate, service time',
    ],
    rows: [...ticks, 1].map((p) => [
      percentWords(p),
      ...series.map((sorted) => milliseconds(valueAt(sorted, p))),
    ]),
  };
}
