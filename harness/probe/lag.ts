/** What a request at a random moment waits for the event loop, from the lags of a measured process. */
import type { Lag } from './probe-line.ts';

/**
 * The lag in ms that a share `p` of all moments of the window does not exceed; `p` = 1 is the longest lag.
 *
 * A moment within a lag l waits for what is left of it, so that P(delay > x) = sum(max(0, l - x)) / window.
 * That is linear between two lags: with the k longest alone, x = (their sum - (1 - p) window) / k, which is
 * never above the answer and is the answer for one k. An idle window answers 0.
 */
export function arrivalWeightedLag(lags: readonly Lag[], windowMs: number, p: number): number {
  const longestFirst = lags.map(([, lagMs]) => lagMs).sort((a, b) => b - a);
  const sharedMs = (1 - p) * windowMs;
  let sumMs = 0;
  let answerMs = 0;
  for (const [index, lagMs] of longestFirst.entries()) {
    sumMs += lagMs;
    answerMs = Math.max(answerMs, (sumMs - sharedMs) / (index + 1));
  }
  return answerMs;
}

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
