/** Does a series go up or down over time? */
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';

/**
 * Two-sided p-value of "no trend" by Mann (Econometrica 13, 1945) and Kendall, with the correction
 * for continuity and for ties; good from about ten values on. 1 for fewer than three.
 */
export function trendPValue(values: readonly number[]): number {
  const n = values.length;
  if (n < 3) return 1;
  let score = 0;
  for (const [index, later] of values.entries()) {
    for (const earlier of values.slice(0, index)) score += Math.sign(later - earlier);
  }
  const variance = (varianceTerm(n) - tiedTerms(values)) / 18;
  if (variance <= 0) return 1;
  const z = Math.max(0, Math.abs(score) - 1) / Math.sqrt(variance);
  return 2 * (1 - normalCdf(z, 0, 1));
}

const varianceTerm = (n: number): number => n * (n - 1) * (2 * n + 5);

function tiedTerms(values: readonly number[]): number {
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + varianceTerm(size), 0);
}
