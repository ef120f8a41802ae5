/** Ctrl-C and SIGTERM end the measuring, not the program: what was measured is still written. */
import { exitCode } from '../harness/error.ts';

export interface Interruption {
  readonly signal: AbortSignal;
  /** 130 or 143 once a signal came. */
  readonly code: () => number | null;
}

/** A second signal ends at once. */
export function interruption(): Interruption {
  const controller = new AbortController();
  let code: number | null = null;
  const interrupt = (received: number) => () => {
    if (code !== null) process.exit(received);
    code = received;
    console.error('\ntandem: interrupted; writing what was measured so far');
    controller.abort();
  };
  process.on('SIGINT', interrupt(exitCode.interrupted));
  process.on('SIGTERM', interrupt(exitCode.terminated));
  process.on('SIGHUP', interrupt(exitCode.terminated));
  return { signal: controller.signal, code: () => code };
}
