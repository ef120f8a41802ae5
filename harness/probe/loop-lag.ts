import { monotonicUs } from './monotonic-clock.ts';
import type { Lag } from './probe-line.ts';

/** In ms: the planned moments of the timer are so far apart. */
export const lagTickMs = 10;
/** An idle loop stays below this, and so reads 0. */
const resolutionMs = 1;

/**
 * Watches how late a 10 ms timer comes: a blocked event loop shows as one lag of the block's length,
 * less the up to 10 ms that the timer was not due yet. Returns what takes the lags seen since the last call.
 *
 * Planned moments keep to a grid, whatever the loop did. An interval would start anew at the end of
 * each block, and never look at what follows within 10 ms: blocks rarely come alone.
 */
export function watchLoopLag(): () => readonly Lag[] {
  let lags: Lag[] = [];
  let dueMs = Math.floor(monotonicUs() / 1e3) + lagTickMs;
  const tick = () => {
    const nowUs = monotonicUs();
    const lagMs = nowUs / 1e3 - dueMs;
    if (lagMs >= resolutionMs) lags.push([Math.round(nowUs), Math.round(lagMs * 100) / 100]);
    dueMs = nextMomentMs(dueMs, nowUs / 1e3);
    // Timers count whole milliseconds of the same clock.
    setTimeout(tick, dueMs - Math.floor(nowUs / 1e3)).unref();
  };
  setTimeout(tick, lagTickMs).unref();
  return () => {
    const taken = lags;
    lags = [];
    return taken;
  };
}

/** The next moment of the grid after a timer that was due at `dueMs` came at `nowMs`; moments that passed are not made up for. */
export const nextMomentMs = (dueMs: number, nowMs: number): number =>
  dueMs + lagTickMs * (1 + Math.max(0, Math.floor((nowMs - dueMs) / lagTickMs)));
