import { notFitError } from '../error.ts';
import { lastLines } from './output-tail.ts';

/** A server that could not be brought up, as far as it came. */
export interface FailedServer {
  readonly name: string;
  readonly command: readonly string[];
  readonly port: number;
  /** What it last wrote to stderr. */
  readonly words: string;
}

/** Nothing was started at all: `why` is a clause. */
export const notStarted = (
  { name, command }: Pick<FailedServer, 'name' | 'command'>,
  why: string,
): Error =>
  notFitError(`${name} could not be started: ${why}. Correct its command: ${command.join(' ')}`);

/** It came to an end by itself: `how` is `exit code 1` or `signal SIGSEGV`. */
export const endedEarly = (server: FailedServer, how: string): Error =>
  notFitError(
    `${server.name} ended before it was ready (${how}). Its command was: ${server.command.join(' ')}. ` +
      `Run that by hand with PORT=${server.port} to see why. ${lastWords(server)}`,
  );

/** Time is up: `seen` is what its port did last, `expected` the path that should have answered. */
export const neverReady = (
  server: FailedServer,
  facts: { readonly withinMs: number; readonly seen: string; readonly expected: string },
): Error =>
  notFitError(
    `${server.name} was not ready within ${facts.withinMs / 1000} s: on port ${server.port}, ${facts.seen}. ` +
      `Its command was: ${server.command.join(' ')}. It should listen on the port in PORT and answer ` +
      `${facts.expected} without an error. ${lastWords(server)}`,
  );

const lastWords = ({ words }: FailedServer): string =>
  words === ''
    ? 'It wrote nothing to stderr.'
    : `Its last words on stderr:\n${lastLines(words, 10)}`;
