import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { statFields } from '../probe/stat-fields.ts';

const run = promisify(execFile);

/**
 * When a process was started, as a number that tells it from a later process of the same id; null
 * when there is none, or only a zombie. From /proc on Linux (ticks since boot), else from `ps`.
 */
export async function processStart(pid: number): Promise<number | null> {
  if (process.platform !== 'linux') {
    const text = await processField(pid, 'lstart');
    return text === null ? null : Date.parse(text);
  }
  try {
    const fields = statFields(await readFile(`/proc/${pid}/stat`, 'utf8'));
    return fields[0] === 'Z' ? null : Number(fields[19]);
  } catch {
    return null;
  }
}

/** The arguments of a live process, joined by spaces; null when there is no such process. */
export async function commandLine(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return processField(pid, 'command');
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
  } catch {
    return null;
  }
}

async function processField(pid: number, field: string): Promise<string | null> {
  try {
    const { stdout } = await run('ps', ['-o', `${field}=`, '-p', String(pid)], {
      env: { ...process.env, LC_ALL: 'C' },
    });
    return stdout.trim() || null;
  } catch {
    return null;
  }
}
