/** 14 delays, in ms, and two pairs that pass partly side by side while both are there. */
export const known = {
  baseMs: 60,
  delaysMs: [80, 60, 40, 30, 24, 20, 16, 12, 10, 8, 6, 5, 4, 3],
  pairs: [
    { of: [0, 1], ms: -50 },
    { of: [2, 3], ms: -25 },
  ],
} as const;

/** How long an answer takes; `isOff` says which delays are taken away. */
export function totalMs(
  isOff: (delay: number) => boolean,
  { baseMs, delaysMs, pairs } = known,
): number {
  const alone = delaysMs.filter((_, index) => !isOff(index));
  const together = pairs.filter(({ of: [a, b] }) => !isOff(a) && !isOff(b)).map(({ ms }) => ms);
  return [...alone, ...together].reduce((sum: number, ms) => sum + ms, baseMs);
}
