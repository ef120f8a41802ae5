import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { childFile } from './probe-line.ts';
import { statFields } from './stat-fields.ts';

/** Linux shows clock ticks of 10 ms to programs on every architecture that Node supports. */
const tickUs = 10_000;

/**
 * CPU time in microseconds of what this process has started: all that ended and was waited for, and
 * of its living children those that do not record themselves (ffmpeg, git, npm). Living children of
 * worker threads and of other children count once they have ended. Known to 10 ms; the answer is
 * null where there is no /proc.
 */
export function watchChildren(file: string): () => number | null {
  const living = new Set<ChildProcess>();
  subscribe('child_process', (message) => {
    living.add((message as { readonly process: ChildProcess }).process);
  });
  const readOwn = openOwnStat();
  return () => {
    for (const child of living) {
      if (hasEnded(child)) living.delete(child);
    }
    const ended = readOwn();
    if (ended === null) return null;
    let ticks = ended.children;
    for (const { pid } of living) ticks += pid === undefined ? 0 : unrecordedTicks(file, pid);
    return ticks * tickUs;
  };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

function unrecordedTicks(file: string, pid: number): number {
  if (existsSync(childFile(file, pid))) return 0;
  try {
    const stat = ticksIn(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    return stat.own + stat.children;
  } catch {
    return 0;
  }
}

interface Ticks {
  readonly own: number;
  readonly children: number;
}

/** Reads what stays open: opening the file for each line cost a loaded server six times as much. */
function openOwnStat(): () => Ticks | null {
  const bytes = Buffer.alloc(1024);
  let fd: number | null = null;
  return () => {
    try {
      fd ??= openSync('/proc/self/stat', 'r');
      return ticksIn(bytes.toString('latin1', 0, readSync(fd, bytes, 0, bytes.length, 0)));
    } catch {
      return null;
    }
  };
}

/** Clock ticks: utime and stime, cutime and cstime, fields 14 to 17 of proc_pid_stat(5). */
function ticksIn(stat: string): Ticks {
  const fields = statFields(stat);
  const ticks = (first: number) => Number(fields[first - 3]) + Number(fields[first - 2]);
  return { own: ticks(14), children: ticks(16) };
}
