import type { ServerReadings, TimelinePoint } from '../record/arm-result.ts';
import type { ProbeCounters, ProbeLine } from './probe-line.ts';

/**
 * What happened from `startUs` to `endUs`. Counters are the difference between the last line before
 * and the first line after: load is drained at both ends, so that nothing moves in between. Null when
 * the process began after the start or was gone by then; cut short when it died in between.
 */
export function windowReadings(
  lines: readonly ProbeLine[],
  startUs: number,
  endUs: number,
): ServerReadings | null {
  const first = lines.findLastIndex(({ atUs }) => atUs <= startUs);
  const afterEnd = lines.findIndex(({ atUs }) => atUs >= endUs);
  const last = afterEnd === -1 ? lines.length - 1 : afterEnd;
  const before = lines[first];
  const after = lines[last];
  if (!before || !after || after.atUs < startUs) return null;
  const inside = lines.slice(first + 1, last + 1);
  return {
    windowMs: (Math.min(endUs, after.atUs) - startUs) / 1e3,
    ...difference(before, after),
    ...maxima(inside),
    lags: inside.flatMap(({ lags }) => lags).filter(([at]) => at > startUs && at <= endUs),
    poolWaitsUs: inside.flatMap(({ poolWaitsUs }) => poolWaitsUs),
    timeline: inside.map((line, index) => timelinePoint(inside[index - 1] ?? before, line)),
  };
}

function difference(before: ProbeCounters, after: ProbeCounters) {
  const grown = (counter: keyof ProbeCounters) => after[counter] - before[counter];
  return {
    activeMs: grown('activeMs'),
    cpuMs: grown('cpuUs') / 1e3,
    gcPauseMs: grown('gcPauseMs'),
    connects: grown('connects'),
    statements: grown('statements'),
    rows: grown('rows'),
    databaseBytes: grown('databaseBytes'),
    wsMessages: grown('wsMessages'),
    wsBytes: grown('wsBytes'),
  };
}

function maxima(inside: readonly ProbeLine[]) {
  const highest = (read: (line: ProbeLine) => number) =>
    inside.reduce((max, line) => Math.max(max, read(line)), 0);
  return {
    rssMaxBytes: highest((line) => line.rssBytes),
    heapMaxBytes: highest((line) => line.heapBytes),
    poolInUseMax: highest((line) => line.poolInUseMax),
    poolWaitingMax: highest((line) => line.poolWaitingMax),
    wsBufferedMaxBytes: highest((line) => line.wsBufferedMaxBytes),
  };
}

function timelinePoint(previous: ProbeLine, line: ProbeLine): TimelinePoint {
  const passedMs = Math.max(1, (line.atUs - previous.atUs) / 1e3);
  return {
    atUs: line.atUs,
    utilization: Math.min(1, (line.activeMs - previous.activeMs) / passedMs),
    lagMaxMs: line.lags.reduce((max, [, lagMs]) => Math.max(max, lagMs), 0),
    cpuCores: (line.cpuUs - previous.cpuUs) / 1e3 / passedMs,
    rssBytes: line.rssBytes,
    heapBytes: line.heapBytes,
    poolInUse: line.poolInUseMax,
    poolWaiting: line.poolWaitingMax,
    wsMessages: line.wsMessages - previous.wsMessages,
  };
}
