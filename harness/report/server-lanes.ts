/** The quantities of a server over time: what the probe said line by line. */
import type { ArmResult, TimelinePoint } from '../record/arm-result.ts';
import type { Moment } from './clock.ts';

export interface Lane {
  readonly title: string;
  readonly unit: string;
  readonly of: (arm: ArmResult) => readonly Moment[];
  /** Of a stretch of time, for the values behind the picture. */
  readonly stands: 'largest' | 'middle';
  /** Moments at which short lines stand under it. */
  readonly ticks?: (arm: ArmResult) => readonly Moment[];
}

const mib = 2 ** 20;

const server =
  (read: (point: TimelinePoint) => number | undefined) =>
  ({ server: readings, load }: ArmResult): readonly Moment[] =>
    (readings?.timeline ?? []).flatMap((point) => {
      const value = read(point);
      return value === undefined ? [] : [{ seconds: (point.atUs - load.startedUs) / 1e6, value }];
    });

/** Of what was counted between two lines; the first has none before it, and lasts as long as the next. */
const aSecond =
  (read: (point: TimelinePoint) => number | undefined) =>
  ({ server: readings, load }: ArmResult): readonly Moment[] => {
    const points = readings?.timeline ?? [];
    return points.flatMap((point, index) => {
      const value = read(point);
      const [from, to] = [points[Math.max(0, index - 1)], points[Math.max(1, index)]];
      const passed = ((to?.atUs ?? 0) - (from?.atUs ?? 0)) / 1e6;
      if (value === undefined || !(passed > 0)) return [];
      return [{ seconds: (point.atUs - load.startedUs) / 1e6, value: value / passed }];
    });
  };

/** Full garbage collections. */
const collectionsOf = ({ server: readings, load }: ArmResult): readonly Moment[] =>
  (readings?.collections ?? []).map(({ atUs }) => ({
    seconds: (atUs - load.startedUs) / 1e6,
    value: 1,
  }));

export const serverLanes: readonly Lane[] = [
  {
    title: 'event-loop lag, largest since the reading before',
    unit: 'ms',
    of: server(({ lagMaxMs }) => lagMaxMs),
    stands: 'largest',
  },
  {
    title: 'event-loop utilization',
    unit: '%',
    of: server(({ utilization }) => utilization * 100),
    stands: 'middle',
  },
  {
    title: 'database connections in use',
    unit: '',
    of: server(({ poolInUse }) => poolInUse),
    stands: 'largest',
  },
  {
    title: 'database connections idle',
    unit: '',
    of: server(({ poolIdle }) => poolIdle),
    stands: 'middle',
  },
  {
    title: 'waiting for a connection',
    unit: '',
    of: server(({ poolWaiting }) => poolWaiting),
    stands: 'largest',
  },
  {
    title: 'WebSocket messages',
    unit: 'a second',
    of: aSecond(({ wsMessages }) => wsMessages),
    stands: 'middle',
  },
  {
    title: 'buffered for slow WebSockets, most',
    unit: 'KiB',
    of: server(({ wsBufferedBytes }) =>
      wsBufferedBytes === undefined ? undefined : wsBufferedBytes / 1024,
    ),
    stands: 'largest',
  },
  { title: 'CPU', unit: 'cores', of: server(({ cpuCores }) => cpuCores), stands: 'middle' },
  {
    title: 'resident memory',
    unit: 'MiB',
    of: server(({ rssBytes }) => rssBytes / mib),
    stands: 'middle',
  },
  {
    title: 'JavaScript heap',
    unit: 'MiB',
    of: server(({ heapBytes }) => heapBytes / mib),
    stands: 'middle',
    ticks: collectionsOf,
  },
  {
    title: 'in garbage collection',
    unit: 'ms a second',
    of: aSecond(({ gcPauseMs }) => gcPauseMs),
    stands: 'largest',
  },
];
