/** Ctrl-C and SIGTERM end the measuring, not the program: what was measured is still written. */
import { exitCode } from '../harness/error.ts';

export interface Interruption {
  readonly signal: AbortSignal;
  /** 130 or 143 once a signal came. */
  readonly code: () => number | null;
}

/** One signal may arrive twice: from the terminal's group, and passed on by the set-up script. */
const sameSignalMs = 1000;

/** A second signal ends at once. */
export function interruption(): Interruption {
  const controller = new AbortController();
  let code: number | null = null;
  let since = 0;
  const interrupt = (received: number) => () => {
    if (code !== null) {
      if (performance.now() - since > sameSignalMs) process.exit(received);
      return;
    }
    code = received;
    since = performance.now();
    console.error('\ntandem: interrupted; writing what was measured so far');
    controller.abort();
  };
  process.on('SIGINT', interrupt(exitCode.interrupted));
  process.on('SIGTERM', interrupt(exitCode.terminated));
  process.on('SIGHUP', interrupt(exitCode.terminated));
  return { signal: controller.signal, code: () => code };
}
