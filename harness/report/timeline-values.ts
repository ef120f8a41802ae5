/** The values behind the timelines: a row a moment, a column a lane and side. */
import type { Side } from '../record/arm-result.ts';
import type { Moment } from './clock.ts';
import type { Values } from './figure.ts';
import { formatNumber } from './format.ts';
import { type BothSeries, median } from './lane-line.ts';
import { sides } from './plot.ts';
import { extentOf } from './scale.ts';
import type { Lane } from './server-lanes.ts';

export type DrawnLane = Pick<Lane, 'title' | 'unit' | 'stands' | 'ticks'> & {
  readonly series: BothSeries;
};

/** Each row stands for the stretch of time around its moment. */
export function timelineValues(
  lanes: readonly DrawnLane[],
  seconds: number,
  mostRows: number,
): Values {
  const rows = Math.min(mostRows, mostMoments(lanes));
  const stretch = seconds / rows;
  const columns = lanes.flatMap((lane) => sides.map((side) => columnOf(lane, side, rows, stretch)));
  return {
    head: [
      'seconds',
      ...lanes.flatMap(({ title, unit }) =>
        sides.map((side) => `${title}${unit === '' ? '' : `, ${unit}`}: ${side}`),
      ),
    ],
    rows: Array.from({ length: rows }, (_, row) => [
      formatNumber((row + 0.5) * stretch),
      ...columns.map((column) => column[row] ?? '–'),
    ]),
  };
}

const mostMoments = (lanes: readonly DrawnLane[]): number =>
  lanes.reduce(
    (most, { series }) =>
      Math.max(
        most,
        ...sides.map((side) => series[side].reduce((sum, arm) => sum + arm.length, 0)),
      ),
    1,
  );

function columnOf(
  { series, stands }: DrawnLane,
  side: Side,
  rows: number,
  stretch: number,
): readonly string[] {
  const inside = Array.from({ length: rows }, (): Moment[] => []);
  for (const moment of series[side].flat()) {
    inside[Math.min(rows - 1, Math.floor(moment.seconds / stretch))]?.push(moment);
  }
  return inside.map((moments) => {
    const value =
      stands === 'middle'
        ? median(moments)
        : (extentOf(moments.map((moment) => moment.value))?.hi ?? null);
    return value === null ? '–' : formatNumber(value);
  });
}
