import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Which cores the measured servers and their helpers run on, and the same in words for the report. */
export type CorePlan =
  | {
      readonly measured: readonly number[];
      readonly helpers: readonly number[];
      readonly words: string;
    }
  | { readonly measured: null; readonly helpers: null; readonly words: string };

/**
 * Both servers share one core (only one is loaded at a time); database, services and generator
 * share the others. Honours the cores that this process is allowed to use.
 */
export function planCores(): CorePlan {
  if (process.platform !== 'linux') {
    return unpinned(`processes cannot be pinned to cores on ${process.platform}`);
  }
  const plan = divideCores(allowedCores(), siblingsOf);
  if (plan.measured === null) return plan;
  const trial = spawnSync('taskset', ['-c', listed(plan.measured), 'true']);
  return trial.status === 0
    ? plan
    : unpinned('taskset (of util-linux) is missing or not allowed here');
}

/**
 * The second allowed core is measured, since kernels like to serve interrupts on the first. A core
 * that shares its execution units with the measured one stays idle if another is left.
 */
export function divideCores(
  allowed: readonly number[],
  siblings: (core: number) => readonly number[],
): CorePlan {
  const measured = allowed[1];
  if (measured === undefined) return unpinned('there is only one core');
  const others = allowed.filter((core) => core !== measured);
  const idle = others.filter((core) => siblings(measured).includes(core));
  const apart = others.filter((core) => !idle.includes(core));
  const helpers = apart.length > 0 ? apart : others;
  const placed = `servers on core ${measured}; database, services and generator on ${listed(helpers)}`;
  const words =
    idle.length === 0
      ? placed
      : apart.length === 0
        ? `${placed}, which shares its physical core`
        : `${placed}; ${listed(idle)} shares the physical core of the servers and is left alone`;
  return { measured: [measured], helpers, words };
}

/** The command, prefixed so that it runs on `cores` only; `taskset` replaces itself, so the pid stays. */
export const pinnedCommand = (
  command: readonly string[],
  cores: readonly number[] | null,
): readonly string[] => (cores === null ? command : ['taskset', '-c', listed(cores), ...command]);

/** Moves the calling process, all its threads, to `cores`. False when that was not possible. */
export function pinSelf(cores: readonly number[] | null): boolean {
  if (cores === null) return false;
  return spawnSync('taskset', ['-acp', listed(cores), String(process.pid)]).status === 0;
}

/** Reads a list as the kernel prints it: `0-2,5`. */
export const parseCoreList = (text: string): readonly number[] =>
  text
    .trim()
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });

const listed = (cores: readonly number[]): string => cores.join(',');

const unpinned = (reason: string): CorePlan => ({
  measured: null,
  helpers: null,
  words: `not pinned: ${reason}`,
});

function allowedCores(): readonly number[] {
  const status = readFileSync('/proc/self/status', 'utf8');
  return parseCoreList(/^Cpus_allowed_list:\s*(.*)$/m.exec(status)?.[1] ?? '');
}

function siblingsOf(core: number): readonly number[] {
  try {
    const file = `/sys/devices/system/cpu/cpu${core}/topology/thread_siblings_list`;
    return parseCoreList(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}
