import { monotonicUs } from './monotonic-clock.ts';
import type { Lag } from './probe-line.ts';

/** In ms: the planned moments of the timer are so far apart. */
export const lagTickMs = 20;
/** An idle loop stays below this, and so reads 0: a timer wakes up to a millisecond late, and a little. */
const resolutionMs = 2;

/**
 * Watches how late a 20 ms timer comes: a blocked event loop shows as one lag of the block's length,
 * less the up to 20 ms that the timer was not due yet. Returns what takes the lags seen since the last call.
 *
 * After a lag the planned moments keep to their grid. An interval alone would start anew at the end of
 * each block, and never look at what follows within 20 ms: blocks rarely come alone. Without one the grid
 * moves along with the interval, which counts whole milliseconds: putting it back 20 times a second cost as much as
 * all the rest of the ticks.
 */
export function watchLoopLag(): () => readonly Lag[] {
  let lags: Lag[] = [];
  let dueMs = Math.floor(nowInMs()) + lagTickMs;
  let timer = setInterval(tick, lagTickMs).unref();
  function tick(): void {
    const nowMs = nowInMs();
    const lagMs = nowMs - dueMs;
    if (lagMs < resolutionMs) {
      dueMs = nowMs + lagTickMs;
      return;
    }
    lags.push([Math.round(nowMs * 1e3), Math.round(lagMs * 100) / 100]);
    dueMs = nextMomentMs(dueMs, nowMs);
    clearInterval(timer);
    timer = setTimeout(goOn, dueMs - Math.floor(nowMs)).unref();
  }
  function goOn(): void {
    timer = setInterval(tick, lagTickMs).unref();
    tick();
  }
  return () => {
    const taken = lags;
    lags = [];
    return taken;
  };
}

const nowInMs = (): number => monotonicUs() / 1e3;

/** The next moment of the grid after a timer that was due at `dueMs` came at `nowMs`; moments that passed are not made up for. */
export const nextMomentMs = (dueMs: number, nowMs: number): number =>
  dueMs + lagTickMs * (1 + Math.max(0, Math.floor((nowMs - dueMs) / lagTickMs)));
