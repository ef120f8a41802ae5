/**
 * The entry of the generator's process: it obeys the commands of the process that forked it. What
 * goes wrong is answered, not died of; it ends when its parent does.
 */
import { setFlagsFromString } from 'node:v8';
import { scenarioOfRequest } from '../../config/request-scenario.ts';
import type { Scenario } from '../../config/scenario.ts';
import { TandemError } from '../../error.ts';
import { type ArmRequest, driveArm } from '../arm.ts';
import { driveInTurn } from '../in-turn.ts';
import { driveLevel } from '../level.ts';
import { piecesOf } from '../operation-columns.ts';
import { overheadsUs } from '../overhead.ts';
import type {
  AnswerMessage,
  Answers,
  Command,
  CommandMessage,
  Fault,
} from './generator-protocol.ts';
import { digestRows } from './inspection.ts';
import { loadScenario } from './load-scenario.ts';
import { prepareTarget } from './prepare.ts';

/** Operations in one message: an arm may have more than fit into memory twice. */
const pieceSize = 10_000;

let loaded: Scenario | null = null;
/** Of the arm or the preparation under way. */
let underWay: AbortController | null = null;
const unanswered = new Set<number>();

// A long plan stays in memory, from which V8 may conclude that what every operation needs will stay,
// too, and put it among the old objects, where only a full collection frees it. That doubled the
// memory of an arm of 600,000 operations.
setFlagsFromString('--no-allocation-site-pretenuring');

process.on('message', (message) => void answer(message as CommandMessage));
process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole process group: the parent decides what becomes of the arm under way.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
// A scenario may lose a promise or throw in a timer: the commands under way have failed.
process.on('unhandledRejection', failAll);
process.on('uncaughtException', failAll);

async function answer({ id, command }: CommandMessage): Promise<void> {
  unanswered.add(id);
  try {
    conclude({ id, answer: await obey(id, command) });
  } catch (error) {
    conclude({ id, fault: faultOf(error) });
  }
}

async function obey(id: number, command: Command): Promise<Answers[Command['kind']]> {
  switch (command.kind) {
    case 'load':
      loaded = await loadScenario(command.source, scenarioOfRequest);
      return null;
    case 'arm':
      return abortable((signal) => drive(id, command.request, signal));
    case 'level': {
      const { request } = command;
      return abortable((signal) => driveLevel(scenario(), request, signal));
    }
    case 'inTurn': {
      const { request } = command;
      return abortable((signal) => driveInTurn(scenario(), request, signal));
    }
    case 'saturate': {
      const { request } = command;
      // autocannon is not loaded for arms, which don't need it.
      const { saturate } = await import('../saturate.ts');
      return abortable((signal) => saturate(scenario(), request, signal));
    }
    case 'prepare':
      await abortable((signal) => prepareTarget(scenario(), command.target, signal));
      return null;
    case 'digest':
      return digestRows(scenario(), command.target.databaseUrl);
    case 'overhead': {
      const { operations, lateness } = command;
      return overheadsUs(operations, scenario(), (callKey) => lateness[callKey] ?? 0);
    }
    case 'abort':
      underWay?.abort();
      return null;
  }
}

async function drive(
  id: number,
  request: ArmRequest,
  signal: AbortSignal,
): Promise<Answers['arm']> {
  const { operations, ...load } = await driveArm(scenario(), request, signal);
  for (const piece of piecesOf(operations, pieceSize)) await send({ id, piece });
  return load;
}

async function abortable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (underWay) throw new Error('another arm is under way: a generator drives one at a time');
  underWay = new AbortController();
  try {
    return await work(underWay.signal);
  } finally {
    underWay = null;
  }
}

function scenario(): Scenario {
  if (!loaded) throw new Error('no scenario was loaded: the first command is `load`');
  return loaded;
}

function failAll(error: unknown): void {
  for (const id of unanswered) conclude({ id, fault: faultOf(error) });
  underWay?.abort();
}

/** Each command is answered once: a fault that came first stands. */
function conclude(message: AnswerMessage): void {
  if (unanswered.delete(message.id)) void send(message);
}

/** Resolves when the parent has room for more; that it may be gone is none of our business. */
const send = (message: AnswerMessage): Promise<void> =>
  new Promise((resolve) => {
    process.send?.(message, undefined, undefined, () => resolve());
  });

function faultOf(error: unknown): Fault {
  if (error instanceof TandemError)
    return { code: error.code, message: error.message, stack: null };
  if (error instanceof Error)
    return { code: null, message: error.message, stack: error.stack ?? null };
  return { code: null, message: String(error), stack: null };
}
