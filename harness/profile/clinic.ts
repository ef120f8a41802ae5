import { once } from 'node:events';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notFitError } from '../error.ts';
import { type ServerProcess, startServer } from '../launch/server-process.ts';
import {
  type ClinicTool,
  clinicCommand,
  clinicEnvironment,
  exitPreload,
  findClinic,
  loadedFile,
} from './clinic-launch.ts';
import { linkedFolder } from './linked-folder.ts';

export interface ClinicOptions {
  readonly tool: ClinicTool;
  /** Of the server, by `node`. It listens on PORT. */
  readonly command: readonly string[];
  /** Of the server; Clinic is looked for from here upwards. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Loads the server, for 12 s or longer. */
  readonly load: (url: string) => Promise<void>;
  /** Where the page is put, as `clinic-<tool>.html`. */
  readonly outFolder: string;
  readonly signal: AbortSignal;
}

export interface ClinicResult {
  /** Path of one HTML file. */
  readonly page: string;
  /** What doctor says is wrong, to be shown and not to be trusted: null of other tools, and of short loads. */
  readonly verdict: string | null;
}

/** Of less, doctor called a busy loop a problem of garbage collection. */
const enoughForVerdictMs = 12_000;
const readyTimeoutMs = 60_000;
/** It bundles its page anew each time: 10 s of CPU, and more for much data. */
const analysisTimeoutMs = 300_000;

/**
 * Runs a server under one of Clinic's tools. Throws a `notFit` error when Clinic is not installed, the
 * server does not get ready, or Clinic fails; rejects with the reason of `signal` when that aborts.
 * Nothing is left running, or beside the server.
 */
export async function runClinic(options: ClinicOptions): Promise<ClinicResult> {
  const { tool, environment, signal } = options;
  const command = clinicCommand(findClinic(options.cwd), tool, options.command);
  const folder = await linkedFolder(options.cwd);
  try {
    const preload = join(folder, 'tandem-exit.cjs');
    await writeFile(preload, exitPreload);
    const server = await startServer({
      name: `clinic ${tool}`,
      command,
      cwd: folder,
      environment: clinicEnvironment(tool, environment, preload),
      readyPath: null,
      cores: null,
      readyTimeoutMs,
      signal,
    });
    const loadedMs = await loadAndEnd(server, folder, options);
    const page = await keepPage(folder, options);
    const told = tool === 'doctor' && loadedMs >= enoughForVerdictMs;
    return { page, verdict: told ? await verdictIn(page) : null };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Resolves with how long it was loaded. */
async function loadAndEnd(
  server: ServerProcess,
  folder: string,
  { load, signal }: ClinicOptions,
): Promise<number> {
  try {
    const startMs = performance.now();
    await load(server.url);
    const loadedMs = performance.now() - startMs;
    await writeFile(join(folder, loadedFile), '');
    await untilEnded(server, signal);
    return loadedMs;
  } finally {
    await server.stop();
  }
}

async function untilEnded(server: ServerProcess, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const enough = AbortSignal.any([signal, AbortSignal.timeout(analysisTimeoutMs)]);
  await Promise.race([server.exit, once(enough, 'abort')]);
  signal.throwIfAborted();
  const ended = server.exited();
  if (ended?.code === 0) return;
  const how = ended
    ? `ended with ${ended.code === null ? ended.signal : `exit code ${ended.code}`}`
    : `was not done after ${analysisTimeoutMs / 60_000} min`;
  throw notFitError(
    `${server.name} ${how} and made no page. It last said:\n${server.stderrTail()}`,
  );
}

async function keepPage(folder: string, { tool, outFolder }: ClinicOptions): Promise<string> {
  const made = join(folder, '.clinic');
  const pages = (await readdir(made).catch(() => [])).filter((name) => name.endsWith('.html'));
  const [page] = pages;
  if (page === undefined) throw notFitError(`clinic ${tool} ended well and made no page.`);
  const kept = join(outFolder, `clinic-${tool}.html`);
  await mkdir(outFolder, { recursive: true });
  await copyFile(join(made, page), kept);
  return kept;
}

/** The page holds its analysis as JSON. */
async function verdictIn(page: string): Promise<string | null> {
  const [, verdict] = /"issueCategory":\s*"([a-z-]+)"/.exec(await readFile(page, 'utf8')) ?? [];
  return verdict ?? null;
}
