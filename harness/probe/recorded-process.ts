/** What the probe wrote in one process, and the part of it that belongs to a window. */
import type { ProbeCounters, ProbeLine } from './probe-line.ts';

export interface RecordedProcess {
  readonly pid: number;
  /** The nearest process above it that records itself too. */
  readonly parent: number | null;
  readonly lines: readonly ProbeLine[];
  /** It has ended, and all it wrote is in `lines`. */
  readonly gone: boolean;
}

/** A process within a window. Counters are those of `after` less those of `before`. */
export interface Stretch {
  /** It was there when the window began. */
  readonly fromStart: boolean;
  readonly before: ProbeCounters & { readonly atUs: number };
  readonly inside: readonly ProbeLine[];
  readonly after: ProbeLine;
  /** It ended with `after`. */
  readonly ends: boolean;
}

/**
 * From the last line before the window to the first line after it: load is drained at both ends, so
 * that nothing moves in between. Of a process that began within, from its beginning; of one that
 * ended within, to its end. Null for one that was not there.
 */
export function stretchOf(
  { lines, gone }: RecordedProcess,
  startUs: number,
  endUs: number,
): Stretch | null {
  const first = lines.findLastIndex(({ atUs }) => atUs <= startUs);
  const afterEnd = lines.findIndex(({ atUs }) => atUs >= endUs);
  const last = afterEnd === -1 ? lines.length - 1 : afterEnd;
  const after = lines[last];
  if (!after || after.atUs < startUs) return null;
  const before = lines[first];
  if (!before && (lines[0] ?? after).atUs > endUs) return null;
  return {
    fromStart: before !== undefined,
    before: before ?? { ...nothingYet, atUs: (lines[0] ?? after).atUs },
    inside: lines.slice(first + 1, last + 1),
    after,
    ends: gone && last === lines.length - 1,
  };
}

const nothingYet: ProbeCounters = {
  cpuUs: 0,
  activeMs: 0,
  loopTurns: 0,
  gcPauseMs: 0,
  gcCount: 0,
  connects: 0,
  statements: 0,
  rows: 0,
  databaseBytes: 0,
  wsMessages: 0,
  wsBytes: 0,
  httpRequests: 0,
  httpWaitUs: 0,
};

/**
 * CPU time in microseconds of all processes and their children in a window. The system adds what a
 * child used to its parent's children once it has ended: from then on it is counted there.
 */
export function cpuUsOf(
  processes: readonly RecordedProcess[],
  startUs: number,
  endUs: number,
): number {
  const atStart = ({ lines }: RecordedProcess) => lines.findLast(({ atUs }) => atUs <= startUs);
  const atEnd = ({ lines }: RecordedProcess) =>
    lines.find(({ atUs }) => atUs >= endUs) ?? lines.at(-1);
  return cpuUsUntil(processes, atEnd) - cpuUsUntil(processes, atStart);
}

function cpuUsUntil(
  processes: readonly RecordedProcess[],
  lineOf: (process: RecordedProcess) => ProbeLine | undefined,
): number {
  const known = new Map(processes.map((process) => [process.pid, lineOf(process)]));
  let sumUs = 0;
  for (const process of processes) {
    const line = known.get(process.pid);
    const parent = process.parent === null ? undefined : known.get(process.parent);
    if (line && !(parent && isHandedOver(process, parent))) {
      sumUs += line.cpuUs + (line.childrenCpuUs ?? 0);
    }
  }
  return sumUs;
}

/** Does the parent's line know of the child's end already? */
const isHandedOver = ({ gone, lines }: RecordedProcess, parent: ProbeLine): boolean =>
  gone && parent.childrenCpuUs !== null && (lines.at(-1)?.atUs ?? Infinity) < parent.atUs;
