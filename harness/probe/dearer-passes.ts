/** What only the diagnosis and the count pass do in a measured process: it would spoil their times. */
import { writeFileSync } from 'node:fs';
import { open, Session, url } from 'node:inspector';
import { countSerialisations } from './serialisations.ts';
import { startStallProfiler } from './stall-profiler.ts';

/** Beside the probe's file: the address at which DevTools may connect. */
export const inspectorFileOf = (probeFile: string): string => `${probeFile}.inspector`;
/** Beside the probe's file: the CPU profile in stretches. */
export const profileFileOf = (probeFile: string): string => `${probeFile}.profile`;

/**
 * Only the process that comes first: its children are not looked into. Whatever happens, the server
 * goes on; who looks for the address does not find it then.
 */
export function start(pass: string, probeFile: string): void {
  try {
    writeFileSync(inspectorFileOf(probeFile), '', { flag: 'wx' });
    if (pass === 'diagnosis') startStallProfiler(profileFileOf(probeFile));
    else startCounting();
    // One that was started with --inspect has it open.
    if (url() === undefined) open(0, '127.0.0.1');
    writeFileSync(inspectorFileOf(probeFile), url() ?? '');
  } catch {
    // A later process, or no room for files.
  }
}

/** Code that is compiled before this has its functions counted, but not its blocks. */
function startCounting(): void {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  countSerialisations();
}
