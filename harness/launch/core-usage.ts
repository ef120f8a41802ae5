import { readFileSync } from 'node:fs';

/** Time since boot that a core was busy, and in all, in clock ticks. */
interface CoreTime {
  readonly busyTicks: number;
  readonly totalTicks: number;
}

/** By number of the core; empty where the system does not tell. */
export type CoreTimes = ReadonlyMap<number, CoreTime>;

/** What every core has done since boot, from /proc/stat. Empty where there is none (macOS). */
export function readCoreTimes(): CoreTimes {
  try {
    return parseCoreTimes(readFileSync('/proc/stat', 'utf8'));
  } catch {
    return new Map();
  }
}

/**
 * Fields per proc_stat(5): user nice system idle iowait irq softirq steal. Time stolen by the host
 * counts as busy: the core could not be had. Guest time is part of user time already.
 */
export function parseCoreTimes(text: string): CoreTimes {
  const lines = text.matchAll(/^cpu(\d+) (.*)$/gm);
  return new Map(
    Array.from(lines, ([, core, fields = '']) => {
      const ticks = fields.split(' ').slice(0, 8).map(Number);
      const totalTicks = ticks.reduce((sum, value) => sum + value, 0);
      const idleTicks = (ticks[3] ?? 0) + (ticks[4] ?? 0);
      return [Number(core), { busyTicks: totalTicks - idleTicks, totalTicks }];
    }),
  );
}

/**
 * The busy share (0 to 1) of the busiest core between two readings, leaving out `exceptCores`;
 * null when nothing was readable or no time has passed.
 */
export function busiestCore(
  before: CoreTimes,
  after: CoreTimes,
  exceptCores: readonly number[],
): number | null {
  const shares = [...after].flatMap(([core, now]) => {
    const then = before.get(core);
    if (then === undefined || exceptCores.includes(core)) return [];
    const passedTicks = now.totalTicks - then.totalTicks;
    return passedTicks > 0 ? [(now.busyTicks - then.busyTicks) / passedTicks] : [];
  });
  return shares.length === 0 ? null : Math.max(...shares);
}
