/** Small pieces of the sentences that comparing says. */

/** `1 unit`, `3 units`. */
export const countOf = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

/** What is said of the sides, once where it is the same of both; null where nothing is. */
export function sayOfSides(baseline: string | null, candidate: string | null): string | null {
  if (baseline === candidate) return baseline;
  if (candidate === null) return `baseline: ${baseline}`;
  if (baseline === null) return `candidate: ${candidate}`;
  return `baseline: ${baseline}; candidate: ${candidate}`;
}
