/** Axes of the charts, and the paths drawn between them. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { area, line } from 'd3-shape';
import { ShortPath } from './short-path.ts';

export interface Axis {
  /** Position in the picture. */
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

const manyDecades = 2.2;
const fewDecades = 0.4;
const fewTicks = 5;

/** Logarithmic from `lo` to `hi` (both above 0); ticks at 1, 2 and 5 of each decade, or at 1 of many. */
export function logAxis(lo: number, hi: number, from: number, to: number): Axis {
  const scale = scaleLog([lo, hi], [from, to]).clamp(true);
  const decades = Math.log10(hi / lo);
  const ticks = decades < fewDecades ? scale.ticks(fewTicks) : shownOf(scale.ticks(), decades);
  return { at: (value) => round(scale(inside(value, lo, hi))), ticks };
}

function shownOf(ticks: readonly number[], decades: number): readonly number[] {
  const shown = decades > manyDecades ? /^1e/ : /^[125]e/;
  return ticks.filter((tick) => shown.test(tick.toExponential()));
}

export function linearAxis(lo: number, hi: number, from: number, to: number, ticks = 4): Axis {
  const scale = scaleLinear([lo, hi === lo ? lo + 1 : hi], [from, to]).clamp(true);
  return { at: (value) => round(scale(inside(value, lo, hi))), ticks: scale.ticks(ticks) };
}

/** What is no number is drawn at the lower end: the text beside it says what it was. */
const inside = (value: number, lo: number, hi: number): number =>
  Number.isNaN(value) ? lo : Math.min(hi, Math.max(lo, value));

/** A tenth of a pixel is enough, and keeps the file small and the same everywhere. */
const round = (value: number): number => Math.round(value * 10) / 10;

export type Point = readonly [x: number, y: number];

/** An SVG path through the points; a point that is not a number is left out. */
export function linePath(points: readonly Point[], digits = 1): string {
  const path = new ShortPath(digits);
  line<Point>().context(path)(points.filter(isDrawable));
  return String(path);
}

/** From `low` to `high` at each x. */
export function areaPath(
  points: readonly (readonly [x: number, low: number, high: number])[],
  digits = 1,
): string {
  const drawable = points.filter(([x, low, high]) => [x, low, high].every(Number.isFinite));
  const between = area<(typeof points)[number]>()
    .x(([x]) => x)
    .y0(([, low]) => low)
    .y1(([, , high]) => high);
  const path = new ShortPath(digits);
  between.context(path)(drawable);
  return String(path);
}

const isDrawable = (point: Point): boolean => point.every(Number.isFinite);

/** The least and the largest of the numbers that are finite; null of none. */
export function extentOf(values: Iterable<number>): { lo: number; hi: number } | null {
  let [lo, hi] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    lo = Math.min(lo, value);
    hi = Math.max(hi, value);
  }
  return lo > hi ? null : { lo, hi };
}
