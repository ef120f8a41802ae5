/**
 * The entry of the generator's process: it obeys the commands of the process that forked it. What
 * goes wrong is answered, not died of; it ends when its parent does.
 */
import { scenarioOfRequest } from '../config/request-scenario.ts';
import type { Scenario } from '../config/scenario.ts';
import { TandemError } from '../error.ts';
import { type ArmRequest, driveArm, type PackedLoad } from './arm.ts';
import type {
  AnswerMessage,
  Answers,
  Command,
  CommandMessage,
  Fault,
} from './generator-protocol.ts';
import { digestRows } from './inspection.ts';
import { loadScenario } from './load-scenario.ts';
import { overheadsUs } from './overhead.ts';
import { prepareTarget } from './prepare.ts';

let loaded: Scenario | null = null;
let arm: AbortController | null = null;
const unanswered = new Set<number>();

process.on('message', (message) => void answer(message as CommandMessage));
process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole process group: the parent decides what becomes of the arm under way.
process.on('SIGINT', () => undefined);
// A scenario may lose a promise or throw in a timer: the commands under way have failed.
process.on('unhandledRejection', failAll);
process.on('uncaughtException', failAll);

async function answer({ id, command }: CommandMessage): Promise<void> {
  unanswered.add(id);
  try {
    send({ id, answer: await obey(command) });
  } catch (error) {
    send({ id, fault: faultOf(error) });
  }
}

async function obey(command: Command): Promise<Answers[Command['kind']]> {
  switch (command.kind) {
    case 'load':
      loaded = await loadScenario(command.source, scenarioOfRequest);
      return null;
    case 'arm':
      return drive(command.request);
    case 'prepare':
      await prepareTarget(scenario(), command.target);
      return null;
    case 'digest':
      return digestRows(scenario(), command.target.databaseUrl);
    case 'overhead': {
      const { operations, lateness } = command;
      return overheadsUs(operations, scenario(), (callKey) => lateness[callKey] ?? 0);
    }
    case 'abort':
      arm?.abort();
      return null;
  }
}

async function drive(request: ArmRequest): Promise<PackedLoad> {
  if (arm) throw new Error('an arm is under way already: one generator drives one at a time');
  arm = new AbortController();
  try {
    return await driveArm(scenario(), request, arm.signal);
  } finally {
    arm = null;
  }
}

function scenario(): Scenario {
  if (!loaded) throw new Error('no scenario was loaded: the first command is `load`');
  return loaded;
}

function failAll(error: unknown): void {
  for (const id of unanswered) send({ id, fault: faultOf(error) });
  arm?.abort();
}

/** A command is answered once; nobody is left to hear what can't be sent. */
function send(message: AnswerMessage): void {
  if (!unanswered.has(message.id)) return;
  process.send?.(message, undefined, undefined, () => undefined);
  unanswered.delete(message.id);
}

function faultOf(error: unknown): Fault {
  if (error instanceof TandemError)
    return { code: error.code, message: error.message, stack: null };
  if (error instanceof Error)
    return { code: null, message: error.message, stack: error.stack ?? null };
  return { code: null, message: String(error), stack: null };
}
