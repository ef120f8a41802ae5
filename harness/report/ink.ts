/** Text and lines of the charts: colours are attributes first, classes for themes on top. */
import type { Side } from '../record/arm-result.ts';
import { type ColorName, colors } from './colors.ts';
import { html, type Markup, nothing } from './markup.ts';

interface Lettering {
  readonly color?: ColorName;
  readonly anchor?: 'middle' | 'end';
  readonly bold?: boolean;
}

/** In the colour of its picture, which is quiet, unless it has one of its own. */
export function text(x: number, y: number, words: string, look: Lettering = {}): Markup {
  const { color = 'quiet', anchor, bold = false } = look;
  const at = anchor === undefined ? nothing : html` text-anchor="${anchor}"`;
  const weight = bold ? html` font-weight="600"` : nothing;
  const ink = color === 'quiet' ? nothing : html` fill="${colors[color]}" class="f-${color}"`;
  return html`<text x="${x}" y="${y}"${at}${weight}${ink}>${words}</text>`;
}

/** Thin straight lines; nothing for an empty path. */
export const rule = (d: string, color: ColorName): Markup =>
  d === '' ? nothing : html`<path d="${d}" stroke="${colors[color]}" class="s-${color}"/>`;

export const across = (x1: number, x2: number, y: number, color: ColorName): Markup =>
  rule(`M${x1} ${y}H${x2}`, color);

export const upright = (x: number, y1: number, y2: number, color: ColorName): Markup =>
  rule(`M${x} ${y1}V${y2}`, color);

interface Stroke {
  readonly color: ColorName;
  readonly width: number;
  readonly dash?: string;
}

/** A line through points, without a fill; nothing for an empty path. */
export function stroke(d: string, { color, width, dash }: Stroke): Markup {
  if (d === '') return nothing;
  const dashes = dash === undefined ? nothing : html` stroke-dasharray="${dash}"`;
  return html`<path d="${d}" fill="none" stroke="${colors[color]}" stroke-width="${width}"${dashes} class="s-${color}"/>`;
}

/** Straight pieces as thick as `width`, with blunt ends; nothing for an empty path. */
export function bars(d: string, { color, width }: Stroke, opacity: number): Markup {
  if (d === '') return nothing;
  return html`<path d="${d}" fill="none" stroke="${colors[color]}" stroke-width="${width}" stroke-opacity="${opacity}" class="s-${color}"/>`;
}

/** An area under or between lines; nothing for an empty path. */
export function fill(d: string, color: ColorName, opacity: number): Markup {
  if (d === '') return nothing;
  return html`<path d="${d}" fill="${colors[color]}" fill-opacity="${opacity}" class="f-${color}"/>`;
}

/** A square for the baseline, a circle for the candidate: colour alone says nothing to many. */
export function marker(side: Side, x: number, y: number): Markup {
  return side === 'baseline'
    ? html`<path d="M${x - 3.5} ${y - 3.5}h7v7h-7z" fill="${colors.baseline}" class="f-baseline"/>`
    : html`<circle cx="${x}" cy="${y}" r="4" fill="${colors.candidate}" class="f-candidate"/>`;
}
