/** From nothing on to everything on, fix by fix, on a logarithmic axis. */
import type { AttributedFix, Attribution } from '../record/attribution.ts';
import { type MetricName, metrics } from '../record/metric.ts';
import { type ColorName, colors } from './colors.ts';
import { formatNumber } from './format.ts';
import { html, type Markup, nothing } from './markup.ts';
import { type Axis, logAxis } from './scale.ts';

const width = 860;
const left = 190;
const right = 640;
const rowHeight = 22;
const headHeight = 24;

/** A fix as a step of the way down: where it begins and ends, as a ratio to the baseline. */
interface Step {
  readonly fix: AttributedFix;
  readonly from: number;
  readonly to: number;
}

/** The largest gain first. */
export function bySize({ fixes, metric }: Attribution): readonly AttributedFix[] {
  const sign = metrics[metric].better === 'higher' ? -1 : 1;
  return [...fixes].sort((a, b) => sign * (a.ratio.value - b.ratio.value));
}

/** Proven, and in the direction that is better. */
export const isGain = ({ ratio, resolved }: AttributedFix, metric: MetricName): boolean =>
  resolved && (metrics[metric].better === 'higher' ? ratio.value > 1 : ratio.value < 1);

export function waterfall(title: string, of: Attribution): Markup {
  const { fixes, sum, total, metric } = of;
  if (fixes.length === 0 || !sum) return nothing;
  const steps = stepsOf(bySize(of));
  const height = headHeight + (steps.length + 2) * rowHeight + 8;
  const axis = axisOf(steps, [sum, ...(total ? [total] : [])]);
  const words = steps.map(({ fix }) => describe(fix)).join('; ');
  return html`<div class="chart"><svg role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12">
<title>${title}</title><desc>What is left of the baseline as the fixes are switched on. ${words}.</desc>
${axis.ticks.map((tick) => gridLine(axis.at(tick), tick, height))}
${steps.map((step, index) => drawStep(step, metric, axis, middleOf(index)))}
${drawWhole('sum of the parts', sum, axis, middleOf(steps.length), 'candidate')}
${total ? drawWhole('measured at once', total, axis, middleOf(steps.length + 1), 'ink') : nothing}
</svg></div>`;
}

const middleOf = (row: number): number => headHeight + row * rowHeight + rowHeight / 2;

function stepsOf(fixes: readonly AttributedFix[]): readonly Step[] {
  let from = 1;
  return fixes.map((fix) => {
    const step = { fix, from, to: from * fix.ratio.value };
    from = step.to;
    return step;
  });
}

function axisOf(steps: readonly Step[], wholes: readonly { lo: number; hi: number }[]): Axis {
  const bounds = [
    ...steps.flatMap(({ fix, from, to }) => [to, from * fix.ratio.lo, from * fix.ratio.hi]),
    ...steps.flatMap(({ fix, from }) => (fix.claimed ? [from * fix.claimed.lo] : [])),
    ...wholes.flatMap(({ lo, hi }) => [lo, hi]),
  ].filter((bound) => bound > 0 && Number.isFinite(bound));
  const lo = Math.max(0.0001, Math.min(0.8, ...bounds) * 0.95);
  const hi = Math.min(1000, Math.max(1.05, ...bounds) * 1.02);
  return logAxis(lo, hi, left, right);
}

const gridLine = (x: number, tick: number, height: number): Markup =>
  html`<line x1="${x}" x2="${x}" y1="${headHeight - 6}" y2="${height}" stroke="${tick === 1 ? colors.ink : colors.grid}" class="${tick === 1 ? 's-ink' : 's-grid'}"/><text x="${x}" y="12" text-anchor="middle" fill="${colors.quiet}" class="f-quiet">${formatNumber(tick)}×</text>`;

function drawStep({ fix, from, to }: Step, metric: MetricName, axis: Axis, y: number): Markup {
  const color = colorOf(fix, metric);
  const [x1, x2] = [axis.at(Math.min(from, to)), axis.at(Math.max(from, to))];
  const label = fix.finding === null ? fix.fix : `${fix.fix} (${fix.finding})`;
  return html`<text x="0" y="${y + 4}" fill="${colors.ink}" class="f-ink">${label}</text><rect x="${x1}" y="${y - 7}" width="${Math.max(1, Math.round((x2 - x1) * 10) / 10)}" height="14" fill="${colors[color]}" fill-opacity="0.45" class="f-${color}"/>${whisker(axis.at(from * fix.ratio.lo), axis.at(from * fix.ratio.hi), y)}${claimedTicks(fix, from, axis, y)}<text x="${right + 12}" y="${y + 4}" fill="${colors.ink}" class="f-ink">${ratioWords(fix.ratio)}</text>`;
}

function drawWhole(
  label: string,
  ratio: NonNullable<Attribution['sum']>,
  axis: Axis,
  y: number,
  color: ColorName,
): Markup {
  const x = axis.at(ratio.value);
  const end = axis.at(1);
  return html`<text x="0" y="${y + 4}" fill="${colors.ink}" class="f-ink">${label}</text><rect x="${Math.min(x, end)}" y="${y - 3}" width="${Math.max(1, Math.round(Math.abs(end - x) * 10) / 10)}" height="6" fill="${colors[color]}" class="f-${color}"/>${whisker(axis.at(ratio.lo), axis.at(ratio.hi), y)}<text x="${right + 12}" y="${y + 4}" fill="${colors.ink}" class="f-ink">${ratioWords(ratio)}</text>`;
}

/** Triangles under the bar, at both ends of what was promised. */
function claimedTicks({ claimed }: AttributedFix, from: number, axis: Axis, y: number): Markup {
  if (!claimed) return nothing;
  const ends = [...new Set([axis.at(from * claimed.lo), axis.at(from * claimed.hi)])];
  return html`${ends.map((x) => html`<path d="M${x} ${y + 4}l-4 7h8z" fill="${colors.call}" class="f-call"/>`)}`;
}

const whisker = (x1: number, x2: number, y: number): Markup =>
  html`<line x1="${x1}" x2="${x2}" y1="${y}" y2="${y}" stroke="${colors.ink}" class="s-ink"/><line x1="${x1}" x2="${x1}" y1="${y - 4}" y2="${y + 4}" stroke="${colors.ink}" class="s-ink"/><line x1="${x2}" x2="${x2}" y1="${y - 4}" y2="${y + 4}" stroke="${colors.ink}" class="s-ink"/>`;

function colorOf(fix: AttributedFix, metric: MetricName): ColorName {
  if (!fix.resolved || metrics[metric].better === 'none') return 'quiet';
  return isGain(fix, metric) ? 'faster' : 'slower';
}

export const ratioWords = ({ value, lo, hi }: { value: number; lo: number; hi: number }): string =>
  lo === hi
    ? `${formatNumber(value)} exact`
    : `${formatNumber(value)} [${formatNumber(lo)}, ${formatNumber(hi)}]`;

const describe = ({ fix, ratio, resolved, claimed }: AttributedFix): string =>
  `${fix}: ${ratioWords(ratio)}${resolved ? '' : ', which may be nothing'}${claimed ? `, claimed ${rangeWords(claimed)}` : ''}`;

/** What was promised, as a ratio. */
export const rangeWords = ({ lo, hi }: { lo: number; hi: number }): string =>
  lo === hi ? formatNumber(lo) : `${formatNumber(lo)} to ${formatNumber(hi)}`;
