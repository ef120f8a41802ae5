/** What a request at a random moment waits for the event loop, from the lags of a measured process. */
import { lagTickMs } from './loop-lag.ts';
import type { Lag } from './probe-line.ts';

/**
 * The lag in ms that a share `p` of all moments of the window does not exceed; `p` = 1 is the longest lag.
 *
 * Each moment of the timer's grid stands for the arrivals of 20 ms. The first that a block made late
 * waited for the whole lag l, the next ones, which the timer left out, for l - 20, l - 40, ...:
 *
 *     grid    |         |         |         |         |         |
 *     block            ==============================
 *     waits             <---------- l ------------->
 *                                 <----- l - 20 --->
 *                                           <l - 40>
 *
 * A block meets the grid at any phase, so that over many blocks this is what arrivals at random moments
 * wait, for blocks of any length: those below 20 ms that are seen stand for those that are not. Between
 * two of these waits it is linear, the k-th longest at 1 - (k - 0.5) / moments (Hazen's quantile).
 */
export function arrivalWeightedLag(lags: readonly Lag[], windowMs: number, p: number): number {
  const longestFirst = lags.flatMap(([, lagMs]) => waitsMs(lagMs)).sort((a, b) => b - a);
  const position = Math.max(0, (1 - p) * (windowMs / lagTickMs) - 0.5);
  const index = Math.floor(position);
  const longerMs = longestFirst[index] ?? 0;
  const shorterMs = longestFirst[index + 1] ?? 0;
  return longerMs + (position - index) * (shorterMs - longerMs);
}

const waitsMs = (lagMs: number): readonly number[] =>
  Array.from({ length: Math.ceil(lagMs / lagTickMs) }, (_, tick) => lagMs - tick * lagTickMs);

/** Time in ms that the event loop ran late by over `overMs` at a stretch. */
export function blockedMs(lags: readonly Lag[], overMs = 10): number {
  return lags.reduce((sum, [, lagMs]) => (lagMs > overMs ? sum + lagMs : sum), 0);
}

/** How many times the event loop was late by over `overMs`. */
export function stallCount(lags: readonly Lag[], overMs = 50): number {
  return lags.filter(([, lagMs]) => lagMs > overMs).length;
}

/**
 * The same for independent events: those of one burst (a machine that was busy, a long collection)
 * are no evidence for each other, so that in any `apartMs` one counts.
 */
export function stallBursts(lags: readonly Lag[], overMs = 50, apartMs = 1000): number {
  let count = 0;
  let countedUs = -Infinity;
  for (const [atUs, lagMs] of lags) {
    if (lagMs <= overMs || atUs - countedUs < apartMs * 1000) continue;
    countedUs = atUs;
    count += 1;
  }
  return count;
}
