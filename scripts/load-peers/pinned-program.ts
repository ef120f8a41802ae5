/** Runs a program to its end and adds up what it spends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pinnedCommand } from '../../harness/launch/cores.ts';
import { statFields } from '../../harness/probe/stat-fields.ts';

export interface Ended {
  readonly output: string;
  /** Of all its threads, to the last look: up to 30 ms less than the whole. */
  readonly cpuMs: number;
}

const lookMs = 20;

/** Throws with its last words when it fails, or takes over `limitSeconds`. */
export async function runPinned(
  command: readonly string[],
  cores: readonly number[] | null,
  limitSeconds: number,
): Promise<Ended> {
  const [program = '', ...options] = pinnedCommand(command, cores);
  const child = spawn(program, options, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitSeconds * 1000,
  });
  let cpuMs = 0;
  const looking = setInterval(() => {
    cpuMs = Math.max(cpuMs, spentMs(child.pid ?? 0));
  }, lookMs);
  try {
    const ended = once(child, 'exit');
    const [output, errors, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      ended,
    ]);
    if (code !== 0) throw new Error(`${command.join(' ')} failed (${code}): ${errors.slice(-500)}`);
    return { output, cpuMs };
  } finally {
    clearInterval(looking);
  }
}

/** Clock ticks of 10 ms in user and kernel mode: fields 14 and 15 of proc_pid_stat(5). */
function spentMs(pid: number): number {
  try {
    const fields = statFields(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return 10 * (Number(fields[14 - 3]) + Number(fields[15 - 3]));
  } catch {
    return 0;
  }
}

/** Null when `program` is on the PATH, else how to get it. */
export function missingProgram(program: string, how: string): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.some((folder) => existsSync(join(folder, program))) ? null : how;
}
