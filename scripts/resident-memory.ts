/** How much memory another process holds. */
import { readFileSync } from 'node:fs';

export interface ResidentMemory {
  readonly nowMiB: number;
  readonly peakMiB: number;
}

/** As Linux keeps it (`VmRSS`, `VmHWM`); null on other systems. */
export function residentMemory(pid: number): ResidentMemory | null {
  if (process.platform !== 'linux') return null;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mib = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return { nowMiB: mib('VmRSS'), peakMiB: mib('VmHWM') };
}
