/** The orchestrator's end of the generator: a process of its own, so that neither waits for the other. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ScenarioSource } from '../../config/config.ts';
import { type ExitCode, exitCode, TandemError } from '../../error.ts';
import { pinnedCommand } from '../../launch/cores.ts';
import type { LoadResult, OperationRecord } from '../../record/arm-result.ts';
import type { ArmRequest } from '../arm.ts';
import type { Target } from '../drive-plan.ts';
import type { InTurn, InTurnRequest } from '../in-turn.ts';
import type { LevelRequest, PackedLevel } from '../level.ts';
import { type OperationColumns, recordsOf } from '../operation-columns.ts';
import { withOverhead } from '../overhead.ts';
import type { Saturation, SaturationRequest } from '../saturate.ts';
import type { AnswerMessage, Answers, Command, Fault, Lateness } from './generator-protocol.ts';

export interface GeneratorOptions {
  readonly source: ScenarioSource;
  /** Where it may run; null leaves it to the system. */
  readonly cores: readonly number[] | null;
}

/** Every method rejects when the process has ended, or with the error the scenario met. */
export interface Generator {
  readonly pid: number;
  /** Drives one arm; one at a time. */
  arm(request: ArmRequest): Promise<LoadResult>;
  /** Drives the scenario at a rate of its own; see `driveLevel`. */
  level(request: LevelRequest): Promise<PackedLevel>;
  /** Drives the scenario's requests in closed loop; see `saturate`. */
  saturate(request: SaturationRequest): Promise<Saturation>;
  /** Drives operations one after another; see `driveInTurn`. */
  inTurn(request: InTurnRequest): Promise<InTurn>;
  prepare(target: Target): Promise<void>;
  /** Row digests by run key. */
  digest(target: Target): Promise<Readonly<Record<string, string>>>;
  /** Fills in `overheadUs`, given how late services were (in ms, by call key). */
  overhead(load: LoadResult, lateness: Lateness): Promise<LoadResult>;
  /** Ends what is under way: an arm resolves with its partial result, `prepare` rejects. */
  abort(): void;
  stop(): Promise<void>;
}

/** Resolves once the scenario is loaded; throws a usage error when it can't be, and leaves nothing running. */
export async function startGenerator(options: GeneratorOptions): Promise<Generator> {
  const line = new Line(options);
  try {
    await line.ask({ kind: 'load', source: options.source });
  } catch (error) {
    await line.stop();
    throw error;
  }
  return {
    pid: line.pid,
    arm: async (request) => {
      const operations: OperationRecord[] = [];
      const load = await line.ask({ kind: 'arm', request }, (piece) => {
        operations.push(...recordsOf(piece));
      });
      return { ...load, operations };
    },
    level: (request) => line.ask({ kind: 'level', request }),
    saturate: (request) => line.ask({ kind: 'saturate', request }),
    inTurn: (request) => line.ask({ kind: 'inTurn', request }),
    prepare: async (target) => {
      await line.ask({ kind: 'prepare', target });
    },
    digest: (target) => line.ask({ kind: 'digest', target }),
    overhead: async (load, lateness) => {
      const operations = load.operations.map(({ key, outcome, responseUs }) => ({
        key,
        outcome,
        responseUs,
      }));
      return withOverhead(load, await line.ask({ kind: 'overhead', operations, lateness }));
    },
    abort: () => line.tell({ kind: 'abort' }),
    stop: () => line.stop(),
  };
}

/** How long a generator may take to notice that it was let go. */
const patienceMs = 2_000;
const tailLength = 2_000;

interface Waiting {
  readonly take: (piece: OperationColumns) => void;
  readonly resolve: (answer: Answers[Command['kind']]) => void;
  readonly reject: (error: Error) => void;
}

/** Commands out, answers back, until the process ends. */
class Line {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #tail = '';
  #ended: Error | null = null;

  constructor({ cores }: GeneratorOptions) {
    const [execPath = process.execPath, ...execArgv] = pinnedCommand([process.execPath], cores);
    this.#child = fork(fileURLToPath(new URL('./generator.js', import.meta.url)), {
      serialization: 'advanced',
      // None of this process's own flags: a debugger or a probe is not meant for that one.
      execArgv,
      execPath,
      env: { ...process.env, NODE_OPTIONS: '' },
      // What a scenario prints is for people: standard output belongs to the command's own answer.
      stdio: ['ignore', 2, 'pipe', 'ipc'],
    });
    this.pid = this.#child.pid ?? 0;
    this.#child.on('message', (message) => this.#receive(message as AnswerMessage));
    this.#child.on('error', (error) => this.#end(error.message));
    this.#child.once('exit', (code, signal) => this.#end(signal ?? `exit code ${code}`));
    this.#child.stderr?.on('data', (chunk) => {
      this.#tail = `${this.#tail}${chunk}`.slice(-tailLength);
    });
  }

  /** `take` gets what comes before the answer, piece by piece. */
  ask<K extends Command['kind']>(
    command: Command & { readonly kind: K },
    take: Waiting['take'] = () => undefined,
  ): Promise<Answers[K]> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      const id = this.#nextId++;
      this.#waiting.set(id, { take, resolve: resolve as Waiting['resolve'], reject });
      this.#child.send({ id, command }, (error) => {
        if (error && this.#waiting.delete(id)) reject(error);
      });
    });
  }

  /** A command whose answer nobody waits for. */
  tell(command: Command): void {
    this.ask(command).catch(() => undefined);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.pid === 0) return;
    this.#end('it was stopped');
    const exited = once(this.#child, 'exit');
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), patienceMs);
    await exited;
    clearTimeout(timer);
  }

  #receive(message: AnswerMessage): void {
    const waiting = this.#waiting.get(message.id);
    if ('piece' in message) {
      waiting?.take(message.piece);
      return;
    }
    this.#waiting.delete(message.id);
    if ('fault' in message) waiting?.reject(errorOf(message.fault));
    else waiting?.resolve(message.answer);
  }

  #end(how: string): void {
    this.#ended ??= new TandemError(
      exitCode.internal,
      `the load generator ended (${how}). ${this.#tail}`.trim(),
    );
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}

function errorOf({ code, message, stack }: Fault): Error {
  if (code !== null) return new TandemError(code as ExitCode, message);
  const error = new Error(message);
  if (stack !== null) error.stack = stack;
  return error;
}
