/** The bars of one row: thick lines, so that a row is a few paths however many spans are in it. */
import type { SpanClass } from '../profile/span-class.ts';
import type { Stretch, TraceNode } from '../profile/trace-tree.ts';
import { type ColorName, colors } from './colors.ts';
import { html, type Markup, nothing } from './markup.ts';

export const barHeight = 10;

export const classColor: Readonly<Record<SpanClass, ColorName>> = {
  step: 'step',
  call: 'call',
  statement: 'statement',
  wait: 'wait',
  other: 'quiet',
};

/**
 * `solid`: a span with nothing below it. `pale`: what is below it runs, and has rows of its own.
 * `hatched`: nothing below it runs, the time is its own.
 */
type Ink = 'solid' | 'pale' | 'hatched';

const inks: Readonly<Record<Ink, Markup>> = {
  solid: nothing,
  pale: html` stroke-opacity="0.35"`,
  hatched: html` stroke-opacity="0.8" stroke-dasharray="1.2 2.4"`,
};

/** Where a moment, in microseconds since the epoch, lies in the picture. */
export type At = (us: number) => number;

/** As thick as the picture around them says. `inside` are the spans below `nodes` that have no rows; they are drawn over them. */
export function drawBars(
  {
    nodes,
    inside,
  }: { readonly nodes: readonly TraceNode[]; readonly inside: readonly TraceNode[] },
  at: At,
  y: number,
): Markup {
  const bars = nodes.map((node) => barOf(node, inside.length > 0, at, y));
  const over = [...new Set(inside.map((node) => node.class))].map((each) =>
    line(inside.filter((node) => node.class === each).map(whole), each, 'solid', at, y),
  );
  return html`${bars}${over}`;
}

function barOf(node: TraceNode, coveredInside: boolean, at: At, y: number): Markup {
  if (node.children.length === 0) return line([whole(node)], node.class, 'solid', at, y);
  const covered = coveredInside ? nothing : line(betweenOwn(node), node.class, 'pale', at, y);
  return html`${covered}${line(node.own, node.class, 'hatched', at, y)}`;
}

const whole = ({ span }: TraceNode): Stretch => ({ fromUs: span.startUs, toUs: span.endUs });

/** The stretches in which a child runs: what its own time leaves. */
function betweenOwn({ span, own }: TraceNode): readonly Stretch[] {
  const starts = [span.startUs, ...own.map(({ toUs }) => toUs)];
  const ends = [...own.map(({ fromUs }) => fromUs), span.endUs];
  return starts.flatMap((fromUs, index) => {
    const toUs = ends[index] ?? fromUs;
    return toUs > fromUs ? [{ fromUs, toUs }] : [];
  });
}

function line(stretches: readonly Stretch[], kind: SpanClass, ink: Ink, at: At, y: number): Markup {
  const path = pathOf(stretches, at, y);
  if (path === '') return nothing;
  const color = classColor[kind];
  return html`<path d="${path}" stroke="${colors[color]}"${inks[ink]} class="s-${color}"/>`;
}

/** At least a pixel each; those that touch each other become one. */
function pathOf(stretches: readonly Stretch[], at: At, y: number): string {
  const pieces: [from: number, to: number][] = [];
  for (const { fromUs, toUs } of stretches) {
    const from = at(fromUs);
    const to = Math.max(from + 1, at(toUs));
    const last = pieces.at(-1);
    if (last && from >= last[0] && from - last[1] < 0.3) last[1] = Math.max(last[1], to);
    else pieces.push([from, to]);
  }
  return pieces.map(([from, to]) => `M${tenth(from)} ${y}H${tenth(to)}`).join('');
}

const tenth = (px: number): number => Math.round(px * 10) / 10;
