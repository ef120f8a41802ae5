import { monotonicUs } from './monotonic-clock.ts';
import type { Lag } from './probe-line.ts';

export const tickMs = 10;
/** Timers have whole milliseconds: an idle loop stays below this, and so reads 0. */
const resolutionMs = 1;

/**
 * Watches how late a 10 ms timer comes: a blocked event loop shows as one lag of the block's length,
 * less the up to 10 ms that the timer was not due yet. Returns what takes the lags seen since the last call.
 */
export function watchLoopLag(): () => readonly Lag[] {
  let lags: Lag[] = [];
  let lastUs = monotonicUs();
  const tick = () => {
    const nowUs = monotonicUs();
    const lagMs = (nowUs - lastUs) / 1e3 - tickMs;
    if (lagMs >= resolutionMs) lags.push([Math.round(nowUs), Math.round(lagMs * 100) / 100]);
    lastUs = nowUs;
  };
  setInterval(tick, tickMs).unref();
  return () => {
    const taken = lags;
    lags = [];
    return taken;
  };
}
