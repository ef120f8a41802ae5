/** Ratios candidate ÷ baseline with their intervals, on a logarithmic axis around 1. */
import type { MetricName } from '../record/metric.ts';
import type { MeasuredMetric } from '../record/run.ts';
import { type ColorName, colors } from './colors.ts';
import { formatNumber, formatRatio, metricTitle, verdictSign } from './format.ts';
import { html, type Markup, nothing } from './markup.ts';
import { type Axis, logAxis } from './scale.ts';

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

/** Rows without a ratio are left out: the table beside it says why. */
export function forestPlot(title: string, rows: readonly ForestRow[]): Markup {
  const drawn = rows.filter(({ measured }) => measured.ratio !== null);
  if (drawn.length === 0) return nothing;
  const height = headHeight + drawn.length * rowHeight + 8;
  const axis = axisOf(drawn);
  const words = drawn.map(describe).join('; ');
  return html`<div class="chart"><svg role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12">
<title>${title}</title><desc>Candidate divided by baseline. ${words}.</desc>
${axis.ticks.map((tick) => gridLine(axis.at(tick), tick, height))}
${drawn.map((row, index) => drawRow(row, axis, headHeight + index * rowHeight + rowHeight / 2))}
</svg></div>`;
}

function axisOf(rows: readonly ForestRow[]): Axis {
  const bounds = rows.flatMap(({ measured: { ratio } }) =>
    ratio ? [ratio.lo, ratio.hi, ratio.value] : [],
  );
  const finite = bounds.filter((bound) => bound > 0 && Number.isFinite(bound));
  const lo = Math.max(0.001, Math.min(0.5, ...finite) * 0.9);
  const hi = Math.min(1000, Math.max(2, ...finite) * 1.1);
  return logAxis(lo, hi, left, right);
}

const gridLine = (x: number, tick: number, height: number): Markup =>
  html`<line x1="${x}" x2="${x}" y1="${headHeight - 6}" y2="${height}" stroke="${tick === 1 ? colors.ink : colors.grid}" class="${tick === 1 ? 's-ink' : 's-grid'}"/><text x="${x}" y="12" text-anchor="middle" fill="${colors.quiet}" class="f-quiet">${formatNumber(tick)}×</text>`;

function drawRow({ label, measured }: ForestRow, axis: Axis, y: number): Markup {
  const { ratio, verdict } = measured;
  if (!ratio) return nothing;
  const color = colorOf(verdict);
  const bar =
    ratio.confidence > 0
      ? html`<line x1="${axis.at(ratio.lo)}" x2="${axis.at(ratio.hi)}" y1="${y}" y2="${y}" stroke="${colors[color]}" stroke-width="6" stroke-opacity="0.4" class="s-${color}"/>`
      : nothing;
  return html`<text x="0" y="${y + 4}" fill="${colors.ink}" class="f-ink">${label}</text>${bar}<circle cx="${axis.at(ratio.value)}" cy="${y}" r="4" fill="${colors[color]}" class="f-${color}"/><text x="${right + 12}" y="${y + 4}" fill="${colors.ink}" class="f-ink">${verdictSign[verdict]} ${formatRatio(ratio)}</text>`;
}

export function colorOf(verdict: MeasuredMetric['verdict']): ColorName {
  return verdict === 'faster' || verdict === 'slower' ? verdict : 'quiet';
}

const describe = ({ label, metric, measured }: ForestRow): string =>
  `${label || metricTitle(metric)}: ${formatRatio(measured.ratio)}, ${measured.verdict}`;
