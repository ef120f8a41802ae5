/** CPU time of another process, read from outside: the same for whatever measures inside it. */
import { readdirSync, readFileSync } from 'node:fs';
import { statFields } from '../../harness/probe/stat-fields.ts';

export interface CpuReading {
  /** Nanoseconds that each live thread ran, by thread. */
  readonly threadNs: ReadonlyMap<string, number>;
  /** Of all threads, those that ended included, in clock ticks of 10 ms. */
  readonly ticks: number;
}

/** Field 1 of /proc/<pid>/task/<tid>/schedstat; fields 14 and 15 of proc_pid_stat(5). */
export function readCpu(pid: number): CpuReading {
  const folder = `/proc/${pid}/task`;
  const threads = readdirSync(folder).map((tid): [string, number] => {
    const [ranNs] = readFileSync(`${folder}/${tid}/schedstat`, 'utf8').split(' ');
    return [tid, Number(ranNs)];
  });
  const fields = statFields(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return {
    threadNs: new Map(threads),
    ticks: Number(fields[14 - 3]) + Number(fields[15 - 3]),
  };
}

/** In ms. A thread that ended took its time along: then it is known to 10 ms only. */
export function cpuMsBetween(before: CpuReading, after: CpuReading): number {
  const ended = [...before.threadNs.keys()].some((tid) => !after.threadNs.has(tid));
  if (ended) return 10 * (after.ticks - before.ticks);
  return (sumOf(after.threadNs) - sumOf(before.threadNs)) / 1e6;
}

const sumOf = (threadNs: ReadonlyMap<string, number>): number =>
  [...threadNs.values()].reduce((sum, ns) => sum + ns, 0);

/** The last in a row of processes each of which was started by the one before. */
export function lastDescendant(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
  return child ? lastDescendant(Number(child)) : pid;
}
