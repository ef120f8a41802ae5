/** What both sides held after full garbage collections, by how much they had done. */
import { type HeldKind, type HeldPoint, heldMemory, lineOf } from '../compare/held-memory.ts';
import type { ArmResult, Side } from '../record/arm-result.ts';
import type { Point } from '../stats/theil-sen.ts';
import { figure, type Values } from './figure.ts';
import { formatNumber } from './format.ts';
import { across, stroke, text } from './ink.ts';
import { html, type Markup, nothing } from './markup.ts';
import { type Axis, extentOf, linearAxis, linePath } from './scale.ts';

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
export function heldChart(title: string, arms: readonly ArmResult[], sentence: string): Markup {
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
  return figure({
    title,
    desc: `${lanes.map(({ kind, title: lane }) => `${lane}: ${describe(drawn, kind)}`).join('; ')}.`,
    width,
    height,
    drawing: html`${stroke(`M${half} ${box.above - 8}V${height - footer}`, { color: 'quiet', width: 1, dash: '3 4' })}
${text(half + 6, 14, 'judged from here')}
${lanes.map(({ kind, title: lane }, index) => drawLane(lane, drawn, kind, x, index * laneHeight))}
${x.ticks.map((tick) => text(x.at(tick), height - footer + 16, formatNumber(tick * 1000), { anchor: 'middle' }))}
${text((box.left + box.right) / 2, height - 6, 'operations completed', { anchor: 'middle' })}`,
    sentence,
    values: valuesOf(drawn),
  });
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
  const { lo: least, hi: most } = extentOf(values) ?? { lo: 0, hi: 0 };
  const [bottom, ceiling] = [top + laneHeight - box.below, top + box.above];
  const y = linearAxis(least, most, bottom, ceiling);
  return html`${text(box.left, top + 14, title, { color: 'ink', bold: true })}
${text(box.left - 6, ceiling + 4, `${formatNumber(most)} MiB`, { anchor: 'end' })}
${text(box.left - 6, bottom + 4, formatNumber(least), { anchor: 'end' })}
${across(box.left, box.right, bottom, 'grid')}
${drawn.map(({ side, points }) => drawSide(side, inMiB(points, kind), x, y))}`;
}

function drawSide(side: Side, points: readonly Point[], x: Axis, y: Axis): Markup {
  const last = points.at(-1);
  if (!last) return nothing;
  const path = linePath(points.map((point) => [x.at(point.x), y.at(point.y)] as const));
  const label = y.at(last.y) + (side === 'baseline' ? -3 : 11);
  return html`${stroke(path, { color: side, width: side === 'baseline' ? 1 : 2 })}${text(box.right + 6, label, side, { color: side })}`;
}

/** So many rows say how it went. */
const mostRows = 20;

function valuesOf(drawn: readonly Drawn[]): Values {
  const rows = drawn.flatMap(({ side, points }) => {
    const every = Math.max(1, Math.ceil(points.length / mostRows));
    return points
      .filter((_, index) => index % every === 0 || index === points.length - 1)
      .map((point) => [
        side,
        formatNumber(point.operations),
        ...lanes.map(({ kind }) => formatNumber(point[kind] / 1024)),
      ]);
  });
  return { head: ['side', 'operations', ...lanes.map(({ title }) => `${title}, MiB`)], rows };
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
