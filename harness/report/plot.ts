/** What charts with two axes have in common: the ground, and names at the ends of lines. */
import type { Side } from '../record/arm-result.ts';
import { formatNumber } from './format.ts';
import { rule, text, upright } from './ink.ts';
import { html, type Markup } from './markup.ts';
import type { Axis } from './scale.ts';

export const sides = ['baseline', 'candidate'] as const satisfies readonly Side[];

export const plot = { width: 860, height: 262, left: 70, right: 770, top: 16, bottom: 226 };

/** Lines at the ticks of `y` with their words. */
export const levels = (y: Axis, words: (tick: number) => string): Markup =>
  html`${rule(y.ticks.map((tick) => `M${plot.left} ${y.at(tick)}H${plot.right}`).join(''), 'grid')}${y.ticks.map((tick) => text(plot.left - 6, y.at(tick) + 4, words(tick), { anchor: 'end' }))}`;

/** Words under the ticks of `x`, with short lines up. */
export const foot = (x: Axis, ticks: readonly number[], words: (tick: number) => string): Markup =>
  html`${rule(ticks.map((tick) => `M${x.at(tick)} ${plot.bottom}v4`).join(''), 'grid')}${ticks.map((tick) => text(x.at(tick), plot.bottom + 18, words(tick), { anchor: 'middle' }))}`;

/** Upright lines through a picture of ratios, the one at 1 darker; `5×` over them. */
export function timesGrid({ at, ticks }: Axis, top: number, bottom: number): Markup {
  const others = ticks.filter((tick) => tick !== 1).map((tick) => `M${at(tick)} ${top}V${bottom}`);
  const words = ticks.map((tick) =>
    text(at(tick), 12, `${formatNumber(tick)}×`, { anchor: 'middle' }),
  );
  return html`${rule(others.join(''), 'grid')}${upright(at(1), top, bottom, 'ink')}${words}`;
}

const lineHeight = 13;

/** Names beside the ends of the two lines, moved apart where they would meet. */
export function endNames(
  ends: readonly { readonly side: Side; readonly x: number; readonly y: number }[],
): Markup {
  const [a, b] = [...ends].sort((one, other) => one.y - other.y);
  if (!a) return html``;
  const gap = b ? Math.max(0, lineHeight - (b.y - a.y)) / 2 : 0;
  const name = (end: typeof a, by: number) =>
    text(Math.min(end.x, plot.right) + 6, end.y + 4 + by, end.side, { color: end.side });
  return html`${name(a, -gap)}${b ? name(b, gap) : html``}`;
}
