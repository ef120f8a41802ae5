/** For the tests: runs a script of their own under the probe, as a real process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ProbeLine } from './probe-line.ts';

const probePath = fileURLToPath(new URL('./probe.cjs', import.meta.url));
const packagesFolder = join(createRequire(import.meta.url).resolve('pg/package.json'), '../..');

/** The environment under which any Node process is probed. */
export const probedEnvironment = (probeFile: string): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_OPTIONS: `--require ${JSON.stringify(probePath)}`,
  TANDEM_PROBE_FILE: probeFile,
});

/** A new folder in which scripts find this project's packages. */
export function scriptFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-probed-'));
  symlinkSync(packagesFolder, join(folder, 'node_modules'));
  return folder;
}

export interface ProbedScript {
  readonly child: ChildProcess;
  readonly probeFile: string;
  /** The next line that the script printed. Throws where it ended and printed no more. */
  said(): Promise<string>;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  lines(): readonly ProbeLine[];
  /** Ends what still runs and takes its folder away. */
  remove(): Promise<void>;
}

export function startProbed(
  kind: 'mjs' | 'cjs',
  source: string,
  environment: Readonly<Record<string, string>> = {},
): ProbedScript {
  const folder = scriptFolder();
  const script = join(folder, `script.${kind}`);
  const probeFile = join(folder, 'probe.ndjson');
  writeFileSync(script, source);
  const child = spawn(process.execPath, [script], {
    env: { ...probedEnvironment(probeFile), ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number);
  const printed = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  return {
    child,
    probeFile,
    ended,
    async said() {
      const { done, value } = await printed.next();
      if (done) throw new Error(`the script ended (${await ended}) and printed no more`);
      return value.trim();
    },
    lines: () => readLines(probeFile),
    async remove() {
      process.off('exit', end);
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** All complete lines but the header. */
export function readLines(probeFile: string): readonly ProbeLine[] {
  const complete = readFileSync(probeFile, 'latin1').split('\n').slice(1, -1);
  return complete.map((line) => JSON.parse(line) as ProbeLine);
}
