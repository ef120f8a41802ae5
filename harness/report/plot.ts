/** What charts with two axes have in common: the ground, and names at the ends of lines. */
import type { Side } from '../record/arm-result.ts';
import { across, text, upright } from './ink.ts';
import { html, type Markup } from './markup.ts';
import type { Axis } from './scale.ts';

export const sides = ['baseline', 'candidate'] as const satisfies readonly Side[];

export const plot = { width: 860, height: 262, left: 70, right: 770, top: 16, bottom: 226 };

/** Lines at the ticks of `y` with their words. */
export const levels = (y: Axis, words: (tick: number) => string): Markup =>
  html`${y.ticks.map((tick) => html`${across(plot.left, plot.right, y.at(tick), 'grid')}${text(plot.left - 6, y.at(tick) + 4, words(tick), { anchor: 'end' })}`)}`;

/** Words under the ticks of `x`, with short lines up. */
export const foot = (x: Axis, ticks: readonly number[], words: (tick: number) => string): Markup =>
  html`${ticks.map((tick) => html`${upright(x.at(tick), plot.bottom, plot.bottom + 4, 'grid')}${text(x.at(tick), plot.bottom + 18, words(tick), { anchor: 'middle' })}`)}`;

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
