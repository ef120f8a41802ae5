/** How a launch is warmed up: what is measured then is thrown away. */
import type { Load } from '../config/scenario.ts';

/** From here on an arm is a long one, in ms. */
export const longArmMs = 5000;

/** Long arms are warmed up once, short ones twice: a plan is never longer than an arm. */
export const isLong = (load: Load): boolean => load.kind === 'episode' || load.armMs >= longArmMs;

/** A launch is warmed up for so long at least before a gate, and no longer than that, in ms. */
export const shortestWarmUpMs = 10_000;
export const longestWarmUpMs = 30_000;

/** How long a side is loaded at most by one round of warm-up, in ms. */
export const warmUpMs = (load: Load): number =>
  load.kind === 'episode' ? longArmMs : Math.min(longArmMs, load.armMs);

/** One round of warm-up. */
export const warmUpLoad = (load: Load): Load =>
  load.kind === 'open' ? { ...load, armMs: warmUpMs(load), cutMs: 0 } : load;

/** What a server does once, at its first operations, is done after these; it need not be fast by then. */
const firstMs = 1000;
const firstOperations = 5;

/** Enough for a launch that takes no times. */
export function firstLoad(load: Load): Load {
  if (load.kind === 'episode') return load;
  const armMs = Math.max(firstMs, (1000 * firstOperations) / load.ratePerSecond);
  return { ...load, armMs: Math.min(armMs, warmUpMs(load)), cutMs: 0 };
}
