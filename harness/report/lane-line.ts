/** A quantity of both sides over time, as lines; where there are too many readings, as bands. */
import type { Side } from '../record/arm-result.ts';
import type { Moment } from './clock.ts';
import { formatNumber } from './format.ts';
import { fill, rule, stroke, text } from './ink.ts';
import { html, type Markup } from './markup.ts';
import { endNames, plot, sides } from './plot.ts';
import { type Axis, areaPath, extentOf, linearAxis, linePath } from './scale.ts';

export type Series = readonly (readonly Moment[])[];
export type BothSeries = Readonly<Record<Side, Series>>;

interface LaneDrawing {
  readonly title: string;
  readonly unit: string;
  readonly series: BothSeries;
  /** Drawn dashed beneath: what was asked for. */
  readonly asked?: Series;
  readonly x: Axis;
  readonly top: number;
  readonly columns: number;
}

export const laneHeight = 78;
const head = 22;
const below = 12;

/** Paths of a lane: those of one look are drawn as one, over all lanes. */
interface LaneInk {
  readonly words: Markup;
  readonly ground: string;
  readonly asked: string;
  readonly band: Readonly<Record<Side, string>>;
  readonly line: Readonly<Record<Side, string>>;
}

export function laneInk({
  title,
  unit,
  series,
  asked = [],
  x,
  top,
  columns,
}: LaneDrawing): LaneInk {
  const [bottom, ceiling] = [top + laneHeight - below, top + head];
  const most = mostOf([...series.baseline, ...series.candidate, ...asked]);
  const y = linearAxis(0, most, bottom, ceiling);
  const names = sides.flatMap((side) => {
    const last = median(series[side].at(-1)?.slice(-5) ?? []);
    return last === null ? [] : [{ side, x: plot.right, y: y.at(last) }];
  });
  const [baseline, candidate] = sides.map((side) => sideInk(series[side], { x, y, columns }));
  return {
    words: html`${text(plot.left, top + 12, titled(title, unit), { color: 'ink', bold: true })}${text(plot.left - 6, ceiling + 4, formatNumber(most), { anchor: 'end' })}${endNames(names)}
`,
    ground: `M${plot.left} ${bottom}H${plot.right}`,
    asked: linesOf(asked, x, y),
    band: { baseline: baseline?.band ?? '', candidate: candidate?.band ?? '' },
    line: { baseline: baseline?.line ?? '', candidate: candidate?.line ?? '' },
  };
}

export function drawLanes(lanes: readonly LaneInk[]): Markup {
  const all = (of: (lane: LaneInk) => string) => lanes.map(of).join('');
  const asked = all((lane) => lane.asked);
  const bands = sides.map((side) =>
    fill(
      all(({ band }) => band[side]),
      side,
      0.22,
    ),
  );
  const lines = sides.map((side) =>
    stroke(
      all(({ line }) => line[side]),
      { color: side, width: side === 'baseline' ? 1 : 2 },
    ),
  );
  return html`${lanes.map(({ words }) => words)}${rule(
    all(({ ground }) => ground),
    'grid',
  )}${bands}
${stroke(asked, { color: 'quiet', width: 1, dash: '4 3' })}${lines}`;
}

const linesOf = (series: Series, x: Axis, y: Axis): string =>
  series
    .map((arm) => linePath(arm.map(({ seconds, value }) => [x.at(seconds), y.at(value)])))
    .join('');

/** `CPU, cores`, `WebSocket messages a second`. */
function titled(title: string, unit: string): string {
  if (unit === '') return title;
  return unit === 'a second' ? `${title} ${unit}` : `${title}, ${unit}`;
}

/** The largest of the moments; 0 of none. */
export const mostOf = (series: Series): number => Math.max(0, extentOf(valuesIn(series))?.hi ?? 0);

function* valuesIn(series: Series): Iterable<number> {
  for (const arm of series) for (const { value } of arm) yield value;
}

interface Place {
  readonly x: Axis;
  readonly y: Axis;
  /** More readings than so many are gathered, so that the file stays small. */
  readonly columns: number;
}

/** A line an arm; of too many readings, one through their medians and a band round it. */
function sideInk(
  series: Series,
  { x, y, columns }: Place,
): { readonly band: string; readonly line: string } {
  const all = series.flat();
  if (all.length <= columns) return { band: '', line: linesOf(series, x, y) };
  const gathered = columnsOf(all, x, columns);
  const band = gathered.map(({ at, lo, hi }) => [at, y.at(lo), y.at(hi)] as const);
  const middle = gathered.map(({ at, middle: value }) => [at, y.at(value)] as const);
  const flat = gathered.every(({ lo, hi }) => y.at(lo) === y.at(hi));
  return { band: flat ? '' : areaPath(band, 0), line: linePath(middle, 0) };
}

interface Column {
  readonly at: number;
  readonly lo: number;
  readonly middle: number;
  readonly hi: number;
}

function columnsOf(moments: readonly Moment[], x: Axis, columns: number): readonly Column[] {
  const wide = (plot.right - plot.left) / columns;
  const found = new Map<number, Moment[]>();
  for (const moment of moments) {
    const column = Math.min(columns - 1, Math.floor((x.at(moment.seconds) - plot.left) / wide));
    const before = found.get(column);
    if (before) before.push(moment);
    else found.set(column, [moment]);
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([column, inside]) => {
      const { lo, hi } = extentOf(inside.map(({ value }) => value)) ?? { lo: 0, hi: 0 };
      return { at: plot.left + (column + 0.5) * wide, lo, hi, middle: median(inside) ?? lo };
    });
}

/** Null of nothing. */
export function median(moments: readonly Moment[]): number | null {
  const sorted = moments.map(({ value }) => value).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
