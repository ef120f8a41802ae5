/** Ratios candidate ÷ baseline with their intervals, on a logarithmic axis around 1. */
import type { MetricName } from '../record/metric.ts';
import type { MeasuredMetric, Verdict } from '../record/run.ts';
import { listWords, timesWords } from './change-words.ts';
import { type ColorName, colors } from './colors.ts';
import { figure } from './figure.ts';
import { formatRatio, verdictSign } from './format.ts';
import { text } from './ink.ts';
import { html, type Markup, nothing } from './markup.ts';
import { timesGrid } from './plot.ts';
import { type Axis, extentOf, logAxis } from './scale.ts';

export interface ForestRow {
  readonly label: string;
  readonly metric: MetricName;
  readonly measured: MeasuredMetric;
}

const width = 860;
const left = 300;
const right = 640;
const rowHeight = 22;
const headHeight = 24;

/** Rows without a ratio are left out of the picture: the table beside it, which has the values, says why. */
export function forestPlot(title: string, rows: readonly ForestRow[], note?: string): Markup {
  const drawn = rows.filter(({ measured }) => measured.ratio !== null);
  if (drawn.length === 0) return nothing;
  const height = headHeight + drawn.length * rowHeight + 8;
  const axis = axisOf(drawn);
  return figure({
    title,
    desc: `Candidate divided by baseline. ${drawn.map(describe).join('; ')}.`,
    width,
    height,
    drawing: html`${timesGrid(axis, headHeight - 6, height)}
<g fill="${colors.ink}" class="f-ink" stroke-width="6" stroke-opacity="0.4">${drawn.map((row, index) => drawRow(row, axis, headHeight + index * rowHeight + rowHeight / 2))}</g>`,
    sentence: forestSentence(rows),
    ...(note === undefined ? {} : { note }),
  });
}

function axisOf(rows: readonly ForestRow[]): Axis {
  const bounds = rows.flatMap(({ measured: { ratio } }) =>
    ratio ? [ratio.lo, ratio.hi, ratio.value] : [],
  );
  const extent = extentOf(bounds.filter((bound) => bound > 0)) ?? { lo: 1, hi: 1 };
  const lo = Math.max(0.001, Math.min(0.5, extent.lo) * 0.9);
  const hi = Math.min(1000, Math.max(2, extent.hi) * 1.1);
  return logAxis(lo, hi, left, right);
}

function drawRow({ label, measured }: ForestRow, axis: Axis, y: number): Markup {
  const { ratio, verdict } = measured;
  if (!ratio) return nothing;
  const color = colorOf(verdict);
  const bar =
    ratio.confidence > 0
      ? html`<path d="M${axis.at(ratio.lo)} ${y}H${axis.at(ratio.hi)}" stroke="${colors[color]}" class="s-${color}"/>`
      : nothing;
  return html`${text(0, y + 4, label)}${bar}<circle cx="${axis.at(ratio.value)}" cy="${y}" r="4" fill="${colors[color]}" class="f-${color}"/>${text(right + 12, y + 4, `${verdictSign[verdict]} ${formatRatio(ratio)}`)}
`;
}

/** Grey for all that is not proven: equal within the margin, unsure, not judged. */
export function colorOf(verdict: MeasuredMetric['verdict']): ColorName {
  return verdict === 'faster' || verdict === 'slower' ? verdict : 'quiet';
}

const describe = ({ label, measured }: ForestRow): string =>
  `${label}: ${formatRatio(measured.ratio)}, ${measured.verdict}`;

const found: readonly (readonly [Verdict, string])[] = [
  ['faster', 'better'],
  ['slower', 'worse'],
  ['same', 'the same'],
  ['unsure', 'unsure'],
  ['not judged', 'not judged'],
];

/** How many of each verdict, and the largest of what is proven. */
function forestSentence(rows: readonly ForestRow[]): string {
  const counts = found.flatMap(([verdict, words]) => {
    const count = rows.filter(({ measured }) => measured.verdict === verdict).length;
    return count === 0 ? [] : [`${words} in ${count}`];
  });
  const largest = [mostOf(rows, 'faster'), mostOf(rows, 'slower')].filter((words) => words !== '');
  return `The candidate is ${listWords(counts)} of ${rows.length}.${largest.join('')}`;
}

function mostOf(rows: readonly ForestRow[], verdict: 'faster' | 'slower'): string {
  const size = ({ measured: { ratio } }: ForestRow) => Math.abs(Math.log(ratio?.value ?? 1));
  const [most] = rows
    .filter(({ measured }) => measured.verdict === verdict && measured.ratio !== null)
    .sort((a, b) => size(b) - size(a));
  if (!most?.measured.ratio) return '';
  const words = verdict === 'faster' ? 'The largest gain' : 'The largest loss';
  return ` ${words} is in ${most.label}: ${timesWords(most.measured.ratio)}.`;
}
