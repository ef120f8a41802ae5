/** Response times over time: the darker, the more operations of so long. One lane a side, at one scale. */
import type { ArmResult, Side } from '../record/arm-result.ts';
import { type Clock, type Moment, momentsOf } from './clock.ts';
import { bars, text } from './ink.ts';
import { html, type Markup, nothing } from './markup.ts';
import { plot, sides } from './plot.ts';
import { type Axis, extentOf, logAxis } from './scale.ts';
import { milliseconds } from './sorted-values.ts';

export const heatHeight = 100;
const head = 20;
const rows = 12;
const rowHeight = 6;
const strengths = [0.2, 0.45, 0.7, 1];

/** At the moment for which each was planned, in ms. */
export const answersOf = ({ load }: ArmResult): readonly Moment[] =>
  load.operations
    .filter(({ outcome }) => outcome === 'completed')
    .map(({ plannedUs, responseUs }) => ({ seconds: plannedUs / 1e6, value: responseUs / 1000 }));

type Cells = readonly (readonly number[])[];

/** Both lanes from `top` on; nothing where nothing was completed. */
export function heatMaps(clock: Clock, x: Axis, top: number, columns: number): Markup {
  const moments = sides.map((side) => momentsOf(clock, side, answersOf).flat());
  const extent = extentOf(moments.flatMap((all) => all.map(({ value }) => value)).filter(isAbove0));
  if (extent === null) return nothing;
  const { lo, hi } = { lo: extent.lo, hi: Math.max(extent.hi, extent.lo * 1.5) };
  const y = logAxis(lo, hi, rows, 0);
  const cells = moments.map((all) => count(all, x, y, columns));
  const most = cells.flat(2).reduce((max, each) => Math.max(max, each), 1);
  return html`${sides.map((side, index) => lane(side, cells[index] ?? [], most, [lo, hi], top + index * heatHeight))}`;
}

const isAbove0 = (value: number): boolean => value > 0;

/** Counts by row (the slowest first) and column. */
function count(moments: readonly Moment[], x: Axis, y: Axis, columns: number): Cells {
  const cells = Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  const perPx = columns / (plot.right - plot.left);
  for (const { seconds, value } of moments) {
    const row = cells[Math.min(rows - 1, Math.floor(y.at(value)))];
    const column = Math.min(columns - 1, Math.floor((x.at(seconds) - plot.left) * perPx));
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  return cells;
}

function lane(
  side: Side,
  cells: Cells,
  most: number,
  [lo, hi]: readonly [number, number],
  top: number,
): Markup {
  const words = `response time, ${side}: the darker, the more operations`;
  const bottom = top + head + rows * rowHeight;
  const columnWidth = (plot.right - plot.left) / (cells[0]?.length ?? 1);
  const levels = strengths.map((strength, level) =>
    bars(pathOf(cells, most, level), { color: side, width: 1 }, strength),
  );
  return html`${text(plot.left, top + 14, words, { color: 'ink', bold: true })}${text(plot.left - 6, top + head + 10, milliseconds(hi), { anchor: 'end' })}${text(plot.left - 6, bottom, milliseconds(lo), { anchor: 'end' })}${text(plot.right + 6, top + head + 40, side, { color: side })}
<g transform="translate(${plot.left} ${top + head + rowHeight / 2}) scale(${columnWidth} ${rowHeight})">${levels}</g>`;
}

/** Cells of one level, each one wide and high; neighbours in a row are one line. */
function pathOf(cells: Cells, most: number, level: number): string {
  let path = '';
  for (const [row, counts] of cells.entries()) {
    for (let from = 0; from < counts.length; from++) {
      if (levelOf(counts[from] ?? 0, most) !== level) continue;
      let to = from + 1;
      while (levelOf(counts[to] ?? 0, most) === level) to++;
      path += `M${from} ${row}h${to - from}`;
      from = to;
    }
  }
  return path;
}

/** -1 for none; by the root, so that few can be seen beside many. */
function levelOf(each: number, most: number): number {
  if (each === 0) return -1;
  return Math.min(strengths.length - 1, Math.floor(Math.sqrt(each / most) * strengths.length));
}
