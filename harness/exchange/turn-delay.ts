import { lagTickMs } from '../probe/loop-lag.ts';
import type { Lag } from '../probe/probe-line.ts';

/** How late the turns of a timer came, all in ms, each turn counted once. */
export interface TurnDelay {
  readonly meanMs: number;
  readonly maxMs: number;
  /** The delay that a share `p` of the turns does not exceed. */
  quantileMs(p: number): number;
}

/**
 * What OpenTelemetry calls the event loop's delay: a statistic over turns of a timer, so that a block
 * of a second is one turn like any other (`arrivalWeightedLag` is what a request meets). Turns that
 * came in time leave no lag behind: there was one of them for each 20 ms that no lag takes up, and
 * each counts as 0, where perf_hooks would show its timer's period.
 */
export function turnDelay(lags: readonly Lag[], windowMs: number): TurnDelay {
  const latestFirst = lags.map(([, lagMs]) => lagMs).sort((a, b) => b - a);
  const sumMs = latestFirst.reduce((sum, lagMs) => sum + lagMs, 0);
  const turns = Math.max(lags.length, Math.floor((windowMs - sumMs) / lagTickMs), 1);
  return {
    meanMs: sumMs / turns,
    maxMs: latestFirst[0] ?? 0,
    quantileMs: (p) => latestFirst[turns - Math.ceil(p * turns)] ?? 0,
  };
}
