import type { Saturation } from '../load/saturate.ts';

/** Completed operations a second; 0 of a closed loop that was broken off. */
export const perSecondOf = ({ completed, loadedMs, brokenOff }: Saturation): number =>
  brokenOff || loadedMs === 0 ? 0 : (completed * 1000) / loadedMs;
