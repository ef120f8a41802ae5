/** From nothing on to everything on, fix by fix, on a logarithmic axis. */
import type { AttributedFix, Attribution } from '../record/attribution.ts';
import { type MetricName, metrics } from '../record/metric.ts';
import { listWords } from './change-words.ts';
import { type ColorName, colors } from './colors.ts';
import { figure, type Values } from './figure.ts';
import { formatLimit, formatNumber } from './format.ts';
import { across, text, upright } from './ink.ts';
import { html, type Markup, nothing } from './markup.ts';
import { timesGrid } from './plot.ts';
import { type Axis, extentOf, logAxis } from './scale.ts';

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

/** Told from chance among all fixes; of a run that did not say so yet, where its interval excludes 1. */
export const isProven = ({ proven, resolved }: AttributedFix): boolean => proven ?? resolved;

/** Proven, and in the direction that is better. */
export const isGain = (fix: AttributedFix, metric: MetricName): boolean =>
  isProven(fix) &&
  (metrics[metric].better === 'higher' ? fix.ratio.value > 1 : fix.ratio.value < 1);

/**
 * Proven to make things worse. The first stage alone is no proof: what three or more fixes do together
 * shows in its columns, and is of either sign.
 */
export const isHarm = (fix: AttributedFix): boolean => fix.class === 'harmful';

/** On its whole interval. */
export const isWorse = (ratio: AttributedFix['ratio'], metric: MetricName): boolean =>
  (metrics[metric].better === 'lower' && ratio.lo > 1) ||
  (metrics[metric].better === 'higher' && ratio.hi < 1);

/** Of a fix that seems to make things worse. */
export const unconfirmedWords = (metric: MetricName): string =>
  `${metrics[metric].better === 'higher' ? 'below' : 'above'} 1, not confirmed`;

export function waterfall(title: string, of: Attribution): Markup {
  const { fixes, sum, total } = of;
  if (fixes.length === 0 || !sum) return nothing;
  const steps = stepsOf(bySize(of));
  const height = headHeight + (steps.length + 2) * rowHeight + 8;
  const axis = axisOf(steps, [sum, ...(total ? [total] : [])]);
  const words = steps.map(({ fix }) => describe(fix)).join('; ');
  return figure({
    title,
    desc: `What is left of the baseline as the fixes are switched on. ${words}.`,
    width,
    height,
    drawing: html`${timesGrid(axis, headHeight - 6, height)}
${steps.map((step, index) => drawStep(step, of, axis, middleOf(index)))}
${drawWhole('all parts together', sum, axis, middleOf(steps.length), 'candidate')}
${total ? drawWhole('measured at once', total, axis, middleOf(steps.length + 1), 'ink') : nothing}`,
    sentence: gainSentence(of, sum),
    ...(fixes.some(({ claimed }) => claimed) ? { note: '▲ what was claimed of the fix.' } : {}),
    values: valuesOf(steps, of),
  });
}

/** How many fixes are worth something, and what they leave together. */
function gainSentence(of: Attribution, sum: NonNullable<Attribution['sum']>): string {
  const gains = of.fixes.filter((fix) => isGain(fix, of.metric)).length;
  const others = of.fixes.filter((fix) => !isGain(fix, of.metric));
  const losses = others.filter(isHarm).length;
  const unproven = others.filter((fix) => !isHarm(fix) && !isProven(fix)).length;
  const unconfirmed = others.length - losses - unproven;
  const counts = [
    `${gains} of ${of.fixes.length} fixes are a proven gain`,
    ...(losses === 0 ? [] : [`${losses} a proven loss`]),
    ...(unconfirmed === 0 ? [] : [`${unconfirmed} ${unconfirmedWords(of.metric)}`]),
    ...(unproven === 0 ? [] : [`${unproven} may be nothing`]),
  ];
  return `${listWords(counts)}; together they leave ${ratioWords(sum)} of the baseline.`;
}

function valuesOf(steps: readonly Step[], { sum, total }: Attribution): Values {
  const whole = (name: string, ratio: Attribution['sum']) =>
    ratio ? [[name, '–', ratioWords(ratio), '–']] : [];
  return {
    head: ['fix', 'on ÷ off', 'left of the baseline with it and those above', 'claimed'],
    rows: [
      ...steps.map(({ fix, to }) => [
        fix.fix,
        ratioWords(fix.ratio),
        formatNumber(to),
        fix.claimed ? rangeWords(fix.claimed) : '–',
      ]),
      ...whole('all parts together', sum),
      ...whole('measured at once', total),
      ...(sum && total
        ? [['not explained by the parts', formatNumber(total.value / sum.value), '–', '–']]
        : []),
    ],
  };
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
  ];
  const extent = extentOf(bounds.filter((bound) => bound > 0)) ?? { lo: 1, hi: 1 };
  const lo = Math.max(0.0001, Math.min(0.8, extent.lo) * 0.95);
  const hi = Math.min(1000, Math.max(1.05, extent.hi) * 1.02);
  return logAxis(lo, hi, left, right);
}

function drawStep({ fix, from, to }: Step, of: Attribution, axis: Axis, y: number): Markup {
  const color = colorOf(fix, of);
  const [x1, x2] = [axis.at(Math.min(from, to)), axis.at(Math.max(from, to))];
  const label = fix.finding === null ? fix.fix : `${fix.fix} (${fix.finding})`;
  return html`${text(0, y + 4, label, { color: 'ink' })}<rect x="${x1}" y="${y - 7}" width="${Math.max(1, Math.round((x2 - x1) * 10) / 10)}" height="14" fill="${colors[color]}" fill-opacity="0.45" class="f-${color}"/>${whisker(axis.at(from * fix.ratio.lo), axis.at(from * fix.ratio.hi), y)}${claimedTicks(fix, from, axis, y)}${text(right + 12, y + 4, ratioWords(fix.ratio), { color: 'ink' })}`;
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
  return html`${text(0, y + 4, label, { color: 'ink' })}<rect x="${Math.min(x, end)}" y="${y - 3}" width="${Math.max(1, Math.round(Math.abs(end - x) * 10) / 10)}" height="6" fill="${colors[color]}" class="f-${color}"/>${whisker(axis.at(ratio.lo), axis.at(ratio.hi), y)}${text(right + 12, y + 4, ratioWords(ratio), { color: 'ink' })}`;
}

/** Triangles under the bar, at both ends of what was promised. */
function claimedTicks({ claimed }: AttributedFix, from: number, axis: Axis, y: number): Markup {
  if (!claimed) return nothing;
  const ends = [...new Set([axis.at(from * claimed.lo), axis.at(from * claimed.hi)])];
  return html`${ends.map((x) => html`<path d="M${x} ${y + 4}l-4 7h8z" fill="${colors.call}" class="f-call"/>`)}`;
}

const whisker = (x1: number, x2: number, y: number): Markup =>
  html`${across(x1, x2, y, 'ink')}${upright(x1, y - 4, y + 4, 'ink')}${upright(x2, y - 4, y + 4, 'ink')}`;

function colorOf(fix: AttributedFix, of: Attribution): ColorName {
  if (metrics[of.metric].better === 'none') return 'quiet';
  if (isGain(fix, of.metric)) return 'faster';
  return isHarm(fix) ? 'slower' : 'quiet';
}

export const ratioWords = ({ value, lo, hi }: { value: number; lo: number; hi: number }): string =>
  lo === hi
    ? `${formatNumber(value)} exact`
    : `${formatNumber(value)} [${formatLimit(lo)}, ${formatLimit(hi)}]`;

const describe = (fix: AttributedFix): string =>
  `${fix.fix}: ${ratioWords(fix.ratio)}${isProven(fix) ? '' : ', which may be nothing'}${fix.claimed ? `, claimed ${rangeWords(fix.claimed)}` : ''}`;

/** What was promised, as a ratio. */
export const rangeWords = ({ lo, hi }: { lo: number; hi: number }): string =>
  lo === hi ? formatNumber(lo) : `${formatNumber(lo)} to ${formatNumber(hi)}`;
