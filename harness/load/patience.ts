/** What a scenario does before its load may take long, but not for ever. */
import type { OperationIo } from './client/operation-io.ts';

const patienceMs = 60_000;

/**
 * The result of `work`, which opens what it needs through `io`. Rejects after a minute or when
 * `signal` is aborted; what `io` has opened is ended then, whatever `work` still waits for.
 */
export async function patiently<T>(
  io: OperationIo,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  let giveUp: (reason: Error) => void = () => undefined;
  const givenUp = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  const stop = (): void => giveUp(new Error('it was interrupted'));
  const late = (): void => giveUp(new Error(`it took over ${patienceMs / 1000} s`));
  const timer = setTimeout(late, patienceMs);
  signal?.addEventListener('abort', stop, { once: true });
  givenUp.catch((reason: Error) => io.end(reason));
  try {
    if (signal?.aborted) stop();
    return await Promise.race([givenUp, work()]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}
