/** Candidate ÷ baseline at each percentile: does the whole distribution move, or an end of it? */
import { type QuantileRatio, quantileRatios } from '../compare/quantile-ratios.ts';
import type { ArmResult } from '../record/arm-result.ts';
import type { MetricName } from '../record/metric.ts';
import type { RunScenario } from '../record/run.ts';
import { colors } from './colors.ts';
import { figure } from './figure.ts';
import { formatNumber } from './format.ts';
import { across, fill, stroke, text, upright } from './ink.ts';
import { html, type Markup, nothing } from './markup.ts';
import { foot, levels, plot } from './plot.ts';
import { type Axis, areaPath, extentOf, linearAxis, linePath, logAxis } from './scale.ts';
import { percentWords } from './sorted-values.ts';

const percentiles = [...Array.from({ length: 19 }, (_, index) => (index + 1) / 20), 0.975, 0.99];

const judged: readonly (readonly [MetricName, number])[] = [
  ['response.p50', 0.5],
  ['response.p90', 0.9],
  ['response.p95', 0.95],
  ['response.p99', 0.99],
];

/** Nothing where no percentile has a ratio. */
export function shiftChart(
  scenario: RunScenario,
  arms: readonly ArmResult[],
  cutMs: number,
): Markup {
  const ratios = quantileRatios(arms, cutMs, percentiles);
  const [first] = ratios;
  if (!first || ratios.length < 2) return nothing;
  const y = axisOf(ratios, scenario);
  const x = linearAxis(0, 1, plot.left, plot.right, 5);
  const bands = ratios.flatMap(({ p, interval }) =>
    interval ? [[x.at(p), y.at(interval.lo), y.at(interval.hi)] as const] : [],
  );
  return figure({
    title: `${scenario.name}: candidate divided by baseline at each percentile`,
    desc: `${ratios.map(ratioWords).join('; ')}.`,
    width: plot.width,
    height: plot.height,
    drawing: html`${levels(y, (tick) => `${formatNumber(tick)}×`)}${foot(x, x.ticks, percentWords)}${across(plot.left, plot.right, y.at(1), 'ink')}
${fill(areaPath(bands), 'candidate', 0.2)}${stroke(linePath(ratios.map(({ p, value }) => [x.at(p), y.at(value)])), { color: 'candidate', width: 2 })}
${judgedBars(scenario, x, y)}${text(plot.right + 6, y.at(1) + 4, 'equal', { color: 'ink' })}`,
    sentence: shiftSentence(ratios),
    note: `Line: geometric mean over ${first.units} unit${first.units === 1 ? '' : 's'}; band: 95 % t interval of each percentile by itself; circles with bars: as judged. Percentiles that an arm has too few values for are left out.`,
    values: {
      head: ['percentile', 'candidate ÷ baseline', 'from', 'to'],
      rows: ratios.map(({ p, value, interval }) => [
        percentWords(p),
        formatNumber(value),
        interval ? formatNumber(interval.lo) : '–',
        interval ? formatNumber(interval.hi) : '–',
      ]),
    },
  });
}

function axisOf(ratios: readonly QuantileRatio[], { metrics }: RunScenario): Axis {
  const ends = [
    ...ratios.flatMap(({ value, interval }) => [value, interval?.lo ?? 1, interval?.hi ?? 1]),
    ...judged.map(([name]) => metrics[name]?.ratio?.value ?? 1),
  ].filter((end) => end > 0);
  const { lo, hi } = extentOf(ends) ?? { lo: 1, hi: 1 };
  const [least, most] = [Math.min(0.8, lo * 0.95), Math.max(1.25, hi * 1.05)];
  return logAxis(Math.max(1e-4, least), Math.min(1e4, most), plot.bottom, plot.top);
}

function judgedBars({ metrics }: RunScenario, x: Axis, y: Axis): Markup {
  const bars = judged.map(([name, p]) => {
    const ratio = metrics[name]?.ratio;
    if (!ratio || !(ratio.confidence > 0)) return nothing;
    const bar = upright(x.at(p), y.at(ratio.lo), y.at(ratio.hi), 'ink');
    return html`${bar}<circle cx="${x.at(p)}" cy="${y.at(ratio.value)}" r="3.5" fill="${colors.ink}" class="f-ink"/>`;
  });
  return html`${bars}`;
}

const ratioWords = ({ p, value, interval }: QuantileRatio): string =>
  `P${formatNumber(p * 100)} ${formatNumber(value)}${interval ? ` [${formatNumber(interval.lo)}, ${formatNumber(interval.hi)}]` : ''}`;

/** Numbers only: what is proven is said by the verdicts. */
function shiftSentence(ratios: readonly QuantileRatio[]): string {
  const middle = ratios.reduce((near, each) =>
    Math.abs(each.p - 0.5) < Math.abs(near.p - 0.5) ? each : near,
  );
  const ends = [ratios[0], middle, ratios.at(-1)];
  const named = ends.filter((each, index) => each && ends.indexOf(each) === index);
  const words = named.map((each) => (each ? ratioWords(each) : '')).join(', ');
  const withInterval = ratios.filter(({ interval }) => interval !== null);
  if (withInterval.length === 0) return `Candidate ÷ baseline: ${words}; one unit has no interval.`;
  const apart = withInterval.filter(
    ({ interval }) => interval && (interval.hi < 1 || interval.lo > 1),
  ).length;
  return `Candidate ÷ baseline: ${words}. The interval excludes 1 at ${apart} of ${withInterval.length} percentiles.`;
}
