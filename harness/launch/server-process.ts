import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { pinnedCommand } from './cores.ts';
import { findExecutable } from './find-executable.ts';
import { freePort } from './free-port.ts';
import { tailOf } from './output-tail.ts';
import { type Guard, startGuard } from './process-guard.ts';
import { endedEarly, neverReady, notStarted } from './server-failure.ts';
import { readinessOf } from './server-readiness.ts';

export interface ServerOptions {
  /** Of the variant or service, for messages. */
  readonly name: string;
  /** Not run by a shell. */
  readonly command: readonly string[];
  readonly cwd: string;
  /** Added to that of this process; PORT is set to a free port. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ready when it answers 2xx or 3xx. Null: `/readyz`, else `/`, else the open port. */
  readonly readyPath: string | null;
  readonly cores: readonly number[] | null;
  /** Default 30 s. */
  readonly readyTimeoutMs?: number;
  /** Gives the start up; once the server is ready, `stop` ends it. */
  readonly signal: AbortSignal;
}

/** How a process ended: one of the two is null. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ServerProcess {
  readonly name: string;
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly pid: number;
  /** Null while it lives. */
  exited(): Exit | null;
  readonly exit: Promise<Exit>;
  stderrTail(): string;
  /** SIGTERM to it and its children, SIGKILL to what is left 5 s later. */
  stop(): Promise<Exit>;
}

const stopGraceMs = 5000;
const pollMs = 25;
/** How long what a dead server wrote may take to arrive. */
const drainMs = 500;

/**
 * Starts a server and waits until it is ready. Throws notFit, with what it last wrote to stderr,
 * when it cannot be started, ends before it is ready, or does not get ready in time; rejects with
 * the reason of `signal` when that aborts. Nothing of it is left running then.
 */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  options.signal.throwIfAborted();
  await checkCommand(options);
  const server = await launch(options, await freePort());
  try {
    await becomeReady(server, options);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Before anything is spawned: behind `taskset` a missing program would be an exit code like any other. */
async function checkCommand({ name, command, cwd, environment }: ServerOptions): Promise<void> {
  const [program = ''] = command;
  const folder = await stat(cwd).catch(() => null);
  if (folder?.isDirectory() !== true) {
    throw notStarted({ name, command }, `its folder ${cwd} does not exist`);
  }
  const path = environment['PATH'] ?? process.env['PATH'];
  if ((await findExecutable(program, { cwd, path })) === null) {
    throw notStarted({ name, command }, `there is no program ${JSON.stringify(program)}`);
  }
}

/** In a process group of its own, so that its children end with it and Ctrl-C is left to us. */
async function launch(options: ServerOptions, port: number): Promise<ServerProcess> {
  const [program = '', ...rest] = pinnedCommand(options.command, options.cores);
  const guard = startGuard('KILL', null);
  try {
    const child = spawn(program, rest, {
      cwd: options.cwd,
      detached: true,
      env: { ...process.env, ...options.environment, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    guard.watch(child.pid ?? null);
    await once(child, 'spawn');
    return serverOf(options.name, port, child, guard);
  } catch (error) {
    guard.release();
    throw notStarted(options, error instanceof Error ? error.message : String(error));
  }
}

function serverOf(
  name: string,
  port: number,
  child: ChildProcess & { readonly stderr: Readable },
  guard: Guard,
): ServerProcess {
  const stderrTail = tailOf(child.stderr);
  let ended: Exit | null = null;
  const exit = once(child, 'exit').then(async ([code, signal]): Promise<Exit> => {
    ended = { code, signal };
    signalGroup(child, 'SIGKILL');
    guard.release();
    await finished(child.stderr, { signal: AbortSignal.timeout(drainMs) }).catch(() => undefined);
    return ended;
  });
  return {
    name,
    port,
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    exited: () => ended,
    exit,
    stderrTail,
    stop: async () => {
      if (ended === null) await endGroup(child, exit);
      return exit;
    },
  };
}

async function endGroup(child: ChildProcess, exit: Promise<Exit>): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const patience = new AbortController();
  const grace = sleep(stopGraceMs, undefined, patience).then(
    () => signalGroup(child, 'SIGKILL'),
    () => undefined,
  );
  await Promise.race([exit, grace]);
  patience.abort();
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // All of the group has ended.
  }
}

async function becomeReady(server: ServerProcess, options: ServerOptions): Promise<void> {
  const { name, command, readyPath, signal, readyTimeoutMs = 30_000 } = options;
  const { port } = server;
  const readiness = readinessOf(port, readyPath, signal);
  const deadlineMs = performance.now() + readyTimeoutMs;
  while (performance.now() < deadlineMs) {
    const ready = await readiness.ask();
    signal.throwIfAborted();
    if (server.exited() !== null) {
      const how = inWords(await server.exit);
      throw endedEarly({ name, command, port, words: server.stderrTail() }, how);
    }
    if (ready) return;
    await sleep(pollMs);
  }
  throw neverReady(
    { name, command, port, words: server.stderrTail() },
    {
      withinMs: readyTimeoutMs,
      seen: readiness.lastSeen(),
      expected: readyPath ?? '/readyz or /',
    },
  );
}

const inWords = ({ code, signal }: Exit): string =>
  signal === null ? `exit code ${code}` : `signal ${signal}`;
