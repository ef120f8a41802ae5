/**
 * Finding 2. Slow was: the backoff blocked the event loop, so everybody waited for one call's retry.
 * Changed: the same schedule, awaited on a timer; other work goes on, and an abort ends the wait.
 * Costs: nothing that was measured. Under load a timer may fire late, where the blocking sleep kept
 * to its time at the cost of all others.
 */
import { setTimeout } from 'node:timers/promises';
import type { Retry, RetrySchedule } from '../runtime/concerns.ts';

/** A delay that would pass the deadline is not begun: the error is rethrown at once. */
export const retry: Retry = async (call, schedule) => {
  schedule.signal.throwIfAborted();
  for (let attempt = 0; ; attempt++) {
    try {
      return await call(attempt);
    } catch (error) {
      const waitMs = waitAfter(attempt, error, schedule);
      if (waitMs === null) throw error;
      await sleep(waitMs, schedule.signal);
      if (schedule.signal.aborted) throw error;
    }
  }
};

/** Null when there is no further attempt. */
function waitAfter(attempt: number, error: unknown, schedule: RetrySchedule): number | null {
  if (attempt >= schedule.maxRetries || schedule.signal.aborted) return null;
  const waitMs = schedule.delayMs(attempt, error);
  if (waitMs === null || performance.now() + waitMs > schedule.deadlineMs) return null;
  return waitMs;
}

/** Ends early when aborted; the caller asks the signal. */
async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
