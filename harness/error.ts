/** The exit codes of every command; the first that applies, in this order (130/143 come first). */
export const exitCode = {
  ok: 0,
  limitBroken: 1,
  usage: 2,
  unsure: 3,
  notFit: 4,
  disagreement: 5,
  internal: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/**
 * An error that a person can act on: the message says what was expected, what came and what to do.
 * Anything else that is thrown is a fault of Tandem's own (exit code 70).
 */
export class TandemError extends Error {
  readonly code: ExitCode;

  constructor(code: ExitCode, message: string) {
    super(message);
    this.name = 'TandemError';
    this.code = code;
  }
}

export const usageError = (message: string): TandemError =>
  new TandemError(exitCode.usage, message);
export const notFitError = (message: string): TandemError =>
  new TandemError(exitCode.notFit, message);
export const sideDiedError = (message: string): TandemError =>
  new TandemError(exitCode.disagreement, message);
