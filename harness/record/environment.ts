/** The machine and the code a run was made with: whoever reads a number must know where it is from. */
import { spawnSync } from 'node:child_process';
import { cpus, platform, release, totalmem } from 'node:os';
import type { Environment } from './run.ts';

/** `seconds` is filled in when the run is summarised. */
export function readEnvironment(
  startedAt: Date,
  pinning: string,
  database: string | null,
  cwd: string,
): Environment {
  const processors = cpus();
  return {
    startedAt: startedAt.toISOString(),
    seconds: 0,
    node: process.version,
    platform: `${platform()} ${release()}`,
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    pinning,
    database,
    ...readCommit(cwd),
  };
}

/** Commit of a folder's checkout; null outside of one. */
export function readCommit(cwd: string): { commit: string | null; dirty: boolean } {
  const git = (...options: string[]) => spawnSync('git', options, { cwd, encoding: 'utf8' });
  const { status, stdout } = git('rev-parse', 'HEAD');
  if (status !== 0) return { commit: null, dirty: false };
  return { commit: stdout.trim(), dirty: git('status', '--porcelain').stdout.trim() !== '' };
}
