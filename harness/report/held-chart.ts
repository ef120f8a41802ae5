/** What both sides held after full garbage collections, by how much they had done. */
import { type HeldKind, type HeldPoint, heldMemory, lineOf } from '../compare/held-memory.ts';
import type { ArmResult, Side } from '../record/arm-result.ts';
import type { Point } from '../stats/theil-sen.ts';
import { colors } from './colors.ts';
import { formatNumber } from './format.ts';
import { html, type Markup, nothing } from './markup.ts';
import { type Axis, linearAxis, linePath } from './scale.ts';

const lanes: readonly { readonly kind: HeldKind; readonly title: string }[] = [
  { kind: 'heap', title: 'JavaScript heap in use' },
  { kind: 'buffers', title: 'buffers, outside the heap' },
  { kind: 'rss', title: 'resident memory' },
];

const width = 860;
const laneHeight = 130;
const box = { left: 70, right: 770, above: 28, below: 18 };
const footer = 40;
/** Points drawn of a side at most: of more, every so many. */
const mostPoints = 400;

interface Drawn {
  readonly side: Side;
  readonly points: readonly HeldPoint[];
}

/** Of the first launch: a soak has one. Nothing where no collection was seen. */
export function heldChart(title: string, arms: readonly ArmResult[]): Markup {
  const sides = (['baseline', 'candidate'] as const).map((side) => ({
    side,
    held: heldMemory(arms, side)[0],
  }));
  const drawn = sides.map(({ side, held }) => ({ side, points: thinned(held?.points ?? []) }));
  const operations = Math.max(0, ...sides.map(({ held }) => held?.operations ?? 0)) / 1000;
  if (drawn.every(({ points }) => points.length === 0)) return nothing;
  const x = linearAxis(0, operations, box.left, box.right);
  const height = lanes.length * laneHeight + footer;
  const half = x.at(operations / 2);
  return html`<div class="chart"><svg role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12">
<title>${title}</title><desc>${lanes.map(({ kind, title: lane }) => `${lane}: ${describe(drawn, kind)}`).join('; ')}.</desc>
<line x1="${half}" x2="${half}" y1="${box.above - 8}" y2="${height - footer}" stroke="${colors.quiet}" stroke-dasharray="3 4" class="s-quiet"/>
<text x="${half + 6}" y="14" fill="${colors.quiet}" class="f-quiet">judged from here</text>
${lanes.map(({ kind, title: lane }, index) => drawLane(lane, drawn, kind, x, index * laneHeight))}
${x.ticks.map((tick) => html`<text x="${x.at(tick)}" y="${height - footer + 16}" text-anchor="middle" fill="${colors.quiet}" class="f-quiet">${formatNumber(tick * 1000)}</text>`)}
<text x="${(box.left + box.right) / 2}" y="${height - 6}" text-anchor="middle" fill="${colors.quiet}" class="f-quiet">operations completed</text>
</svg></div>`;
}

const thinned = (points: readonly HeldPoint[]): readonly HeldPoint[] => {
  const every = Math.ceil(points.length / mostPoints);
  return points.filter((_, index) => index % every === 0);
};

const inMiB = (points: readonly HeldPoint[], kind: HeldKind): readonly Point[] =>
  lineOf(points, kind).map(({ x, y }) => ({ x, y: y / 1024 }));

function drawLane(
  title: string,
  drawn: readonly Drawn[],
  kind: HeldKind,
  x: Axis,
  top: number,
): Markup {
  const values = drawn.flatMap(({ points }) => inMiB(points, kind).map(({ y }) => y));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const [bottom, ceiling] = [top + laneHeight - box.below, top + box.above];
  const y = linearAxis(least, most, bottom, ceiling);
  return html`<text x="${box.left}" y="${top + 14}" font-weight="600" fill="${colors.ink}" class="f-ink">${title}</text>
<text x="${box.left - 6}" y="${ceiling + 4}" text-anchor="end" fill="${colors.quiet}" class="f-quiet">${formatNumber(most)} MiB</text>
<text x="${box.left - 6}" y="${bottom + 4}" text-anchor="end" fill="${colors.quiet}" class="f-quiet">${formatNumber(least)}</text>
<line x1="${box.left}" x2="${box.right}" y1="${bottom}" y2="${bottom}" stroke="${colors.grid}" class="s-grid"/>
${drawn.map(({ side, points }) => drawSide(side, inMiB(points, kind), x, y))}`;
}

function drawSide(side: Side, points: readonly Point[], x: Axis, y: Axis): Markup {
  const last = points.at(-1);
  if (!last) return nothing;
  const path = linePath(points.map((point) => [x.at(point.x), y.at(point.y)] as const));
  const label = y.at(last.y) + (side === 'baseline' ? -3 : 11);
  return html`<path d="${path}" fill="none" stroke="${colors[side]}" stroke-width="${side === 'baseline' ? '1' : '2'}" class="s-${side}"/><text x="${box.right + 6}" y="${label}" fill="${colors[side]}" class="f-${side}">${side}</text>`;
}

function describe(drawn: readonly Drawn[], kind: HeldKind): string {
  return drawn
    .map(({ side, points }) => {
      const values = inMiB(points, kind);
      const [first, last] = [values[0], values.at(-1)];
      return first && last
        ? `${side} from ${formatNumber(first.y)} to ${formatNumber(last.y)} MiB`
        : `${side} unknown`;
    })
    .join(', ');
}
