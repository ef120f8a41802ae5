/**
 * Finding 2. The mistake: the wait between two attempts blocks the thread, and with it the event
 * loop: every other run, socket and timer of the process stands still for the whole backoff.
 * Atomics.wait is Node's usual synchronous sleep and, unlike in a browser, works on the main thread.
 * In public: lvlup-sw/exarchos#1639 (Atomics.wait as the sleep of a retry kernel).
 */
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
      sleep(waitMs);
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

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
