import type { TimelinePoint } from '../record/arm-result.ts';
import type { ProbeLine } from './probe-line.ts';
import type { Stretch } from './recorded-process.ts';

/** One point for each line of the leading process, to which the others add what they last said. */
export function timelineOf(
  lead: Stretch,
  stretches: readonly Stretch[],
  serving: readonly Stretch[],
): readonly TimelinePoint[] {
  const own = ownTimeline(lead);
  if (stretches.length === 1) return own;
  const timelines = stretches.map((stretch) => ({
    points: ownTimeline(stretch),
    fromStart: stretch.fromStart,
    ends: stretch.ends,
    serves: serving.includes(stretch),
  }));
  return own.map(({ atUs }, index) => {
    const sinceUs = own[index - 1]?.atUs ?? lead.before.atUs;
    return together(timelines, sinceUs, atUs);
  });
}

interface Timeline {
  readonly points: readonly TimelinePoint[];
  readonly fromStart: boolean;
  readonly ends: boolean;
  readonly serves: boolean;
}

function together(timelines: readonly Timeline[], sinceUs: number, atUs: number): TimelinePoint {
  const living = timelines.flatMap((timeline) => {
    const point = latest(timeline, atUs);
    return point ? [{ point, serves: timeline.serves }] : [];
  });
  const sum = (read: (point: TimelinePoint) => number): number =>
    living.reduce((total, { point }) => total + read(point), 0);
  const loops = living.filter(({ serves }) => serves).map(({ point }) => point);
  return {
    atUs,
    utilization:
      loops.reduce((total, { utilization }) => total + utilization, 0) / Math.max(1, loops.length),
    lagMaxMs: loops.reduce((max, { lagMaxMs }) => Math.max(max, lagMaxMs), 0),
    cpuCores: sum(({ cpuCores }) => cpuCores),
    rssBytes: sum(({ rssBytes }) => rssBytes),
    heapBytes: sum(({ heapBytes }) => heapBytes),
    poolInUse: sum(({ poolInUse }) => poolInUse),
    poolIdle: sum(({ poolIdle = 0 }) => poolIdle),
    poolWaiting: sum(({ poolWaiting }) => poolWaiting),
    wsMessages: timelines
      .flatMap(({ points }) => points)
      .filter((point) => point.atUs > sinceUs && point.atUs <= atUs)
      .reduce((total, { wsMessages }) => total + wsMessages, 0),
    wsBufferedBytes: living.reduce(
      (max, { point }) => Math.max(max, point.wsBufferedBytes ?? 0),
      0,
    ),
    gcPauseMs: loops.reduce((max, { gcPauseMs }) => Math.max(max, gcPauseMs ?? 0), 0),
  };
}

/** What a process said last, or first; of one that is not there yet or any more, nothing. */
function latest(timeline: Timeline, atUs: number): TimelinePoint | undefined {
  const { points, fromStart, ends } = timeline;
  const index = points.findLastIndex((point) => point.atUs <= atUs);
  const point = points[index] ?? (fromStart ? points[0] : undefined);
  const over = ends && index === points.length - 1 && point !== undefined && point.atUs < atUs;
  return over ? undefined : point;
}

const ownTimeline = ({ before, inside }: Stretch): readonly TimelinePoint[] =>
  inside.map((line, index) => pointOf(inside[index - 1] ?? before, line));

function pointOf(
  previous: Pick<ProbeLine, 'atUs' | 'activeMs' | 'cpuUs' | 'wsMessages' | 'gcPauseMs'>,
  line: ProbeLine,
): TimelinePoint {
  const passedMs = Math.max(1, (line.atUs - previous.atUs) / 1e3);
  return {
    atUs: line.atUs,
    utilization: Math.min(1, (line.activeMs - previous.activeMs) / passedMs),
    lagMaxMs: line.lags.reduce((max, [, lagMs]) => Math.max(max, lagMs), 0),
    cpuCores: (line.cpuUs - previous.cpuUs) / 1e3 / passedMs,
    rssBytes: line.rssBytes,
    heapBytes: line.heapBytes,
    poolInUse: line.poolInUseMax,
    poolIdle: line.poolIdle,
    poolWaiting: line.poolWaitingMax,
    wsMessages: line.wsMessages - previous.wsMessages,
    wsBufferedBytes: line.wsBufferedMaxBytes,
    gcPauseMs: line.gcPauseMs - previous.gcPauseMs,
  };
}
