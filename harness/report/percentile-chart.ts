/** Response time by percentile, the further right the rarer: x is the number of nines. */
import type { Side } from '../record/arm-result.ts';
import { colors } from './colors.ts';
import { figure } from './figure.ts';
import { formatNumber } from './format.ts';
import { html, type Markup, nothing } from './markup.ts';
import { type Axis, linearAxis, linePath, logAxis } from './scale.ts';

/** Sorted, in milliseconds. */
export type SortedValues = Readonly<Record<Side, readonly number[]>>;

const width = 860;
const height = 260;
const box = { left: 70, right: 770, top: 16, bottom: 226 };
const shown = [0, 0.5, 0.9, 0.95, 0.99, 0.999];

/** Draws each side up to the percentile that its number of values carries. */
export function percentileChart(title: string, values: SortedValues): Markup {
  const { baseline, candidate } = values;
  if (baseline.length < 2 || candidate.length < 2) return nothing;
  const all = [...baseline, ...candidate].filter((value) => value > 0 && value < Infinity);
  if (all.length === 0) return nothing;
  const y = logAxis(Math.min(...all), Math.max(...all), box.bottom, box.top);
  const most = nines(1 - 1 / Math.max(baseline.length, candidate.length));
  const x = linearAxis(0, most, box.left, box.right);
  const ticks = shown.filter((p) => nines(p) <= most);
  const words = `${describe('baseline', baseline)}; ${describe('candidate', candidate)}.`;
  const drawing = html`${y.ticks.map((tick) => html`<line x1="${box.left}" x2="${box.right}" y1="${y.at(tick)}" y2="${y.at(tick)}" stroke="${colors.grid}" class="s-grid"/><text x="${box.left - 6}" y="${y.at(tick) + 4}" text-anchor="end" fill="${colors.quiet}" class="f-quiet">${formatNumber(tick)} ms</text>`)}
${ticks.map((p) => html`<text x="${x.at(nines(p))}" y="${box.bottom + 18}" text-anchor="middle" fill="${colors.quiet}" class="f-quiet">${formatNumber(p * 100)} %</text>`)}
${curve('baseline', baseline, x, y)}${curve('candidate', candidate, x, y)}`;
  const at = (p: number) => [baseline, candidate].map((sorted) => valueAt(sorted, p));
  return figure({
    title,
    desc: words,
    width,
    height,
    drawing,
    sentence: words,
    values: {
      head: ['percentile', 'baseline, ms', 'candidate, ms'],
      rows: ticks.map((p) => [`${formatNumber(p * 100)} %`, ...at(p)]),
    },
  });
}

const valueAt = (sorted: readonly number[], p: number): string =>
  formatNumber(sorted[Math.floor(p * (sorted.length - 1))] ?? Number.NaN);

const nines = (p: number): number => -Math.log10(1 - p);

function curve(side: Side, sorted: readonly number[], x: Axis, y: Axis): Markup {
  const steps = 120;
  const most = nines(1 - 1 / sorted.length);
  const points = Array.from({ length: steps + 1 }, (_, step): [number, number] => {
    const depth = (most * step) / steps;
    const value =
      sorted[Math.min(sorted.length - 1, Math.floor((1 - 10 ** -depth) * sorted.length))];
    return [x.at(depth), y.at(Math.max(value ?? 0, 0.001))];
  });
  const [endX, endY] = points.at(-1) ?? [0, 0];
  const dash = side === 'baseline' ? '5 3' : 'none';
  return html`<path d="${linePath(points)}" fill="none" stroke="${colors[side]}" stroke-width="2" stroke-dasharray="${dash}" class="s-${side}"/><text x="${endX + 6}" y="${endY + (side === 'baseline' ? -4 : 12)}" fill="${colors[side]}" class="f-${side}">${side}</text>`;
}

function describe(side: Side, sorted: readonly number[]): string {
  const at = (p: number) => formatNumber(sorted[Math.floor(p * (sorted.length - 1))] ?? 0);
  return `${side}: median ${at(0.5)} ms, P95 ${at(0.95)} ms, largest ${at(1)} ms, ${sorted.length} values`;
}
