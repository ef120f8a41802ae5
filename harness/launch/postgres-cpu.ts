import { readdirSync, readFileSync } from 'node:fs';
import { statFields } from '../probe/stat-fields.ts';

/** Linux shows clock ticks of 10 ms to programs on every architecture that Node supports. */
const tickMs = 10;
const attempts = 10;

/**
 * CPU time in ms of a process and its children since they began: those that live, and those that
 * ended and were waited for. Null where /proc does not tell. Grandchildren are not counted
 * (PostgreSQL has none). What has ended is known to 10 ms, what lives to far less.
 */
export function familyCpuMs(pid: number): number | null {
  try {
    return readSettled(pid, attempts);
  } catch {
    return null;
  }
}

/** A child that ends while being read counts twice or not at all: then all is read again. */
function readSettled(pid: number, attemptsLeft: number): number {
  const endedMs = endedChildrenMs(pid);
  const members = [pid, ...childrenOf(pid)].map(ownMs);
  const settled = !members.includes(null) && endedChildrenMs(pid) === endedMs;
  if (!settled && attemptsLeft > 1) return readSettled(pid, attemptsLeft - 1);
  return members.reduce<number>((sum, ms) => sum + (ms ?? 0), endedMs);
}

/** utime and stime of waited-for children: fields 16 and 17 of proc_pid_stat(5). */
const endedChildrenMs = (pid: number): number => ticksMs(pid, 16) + ticksMs(pid, 17);

/** In nanoseconds where the kernel keeps them, else in ticks (fields 14 and 15). Null once it ended. */
function ownMs(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    try {
      return ticksMs(pid, 14) + ticksMs(pid, 15);
    } catch {
      return null;
    }
  }
}

function ticksMs(pid: number, field: number): number {
  const fields = statFields(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return Number(fields[field - 3]) * tickMs;
}

/** By the parent that each process names (field 4), where the kernel does not list children itself. */
function childrenOf(pid: number): readonly number[] {
  try {
    const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return list.trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return readdirSync('/proc')
      .map(Number)
      .filter((other) => other > 0 && parentOf(other) === pid);
  }
}

function parentOf(pid: number): number | null {
  try {
    return Number(statFields(readFileSync(`/proc/${pid}/stat`, 'utf8'))[1]);
  } catch {
    return null;
  }
}
