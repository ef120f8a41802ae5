/** Many intervals at once that rest on one estimate of their error. */
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';

/**
 * The quantile of the largest of so many independent t-like statistics, whichever its sign, that share
 * their standard error (the studentized maximum modulus: Hahn and Hendrickson, Biometrika 58, 1971).
 * Of one it is Student's. For each on its own error, as Bonferroni has it, it would be larger.
 */
export function maximumModulus(confidence: number, among: number, freedom: number): number {
  const single = tQuantile((1 + confidence) / 2, freedom);
  if (among === 1) return single;
  const nodes = errorNodes(freedom);
  let low = single;
  let high = tQuantile(1 - (1 - confidence) / (2 * among), freedom);
  for (let halving = 0; halving < 20; halving += 1) {
    const middle = (low + high) / 2;
    if (allWithin(middle, among, nodes) < confidence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** An estimate of the error ÷ the error itself, and how likely it is. */
interface Node {
  readonly ratio: number;
  readonly weight: number;
}

const steps = 100;

/** Of the root of a chi-square divided by its degrees of freedom, in equal steps of the logarithm. */
function errorNodes(freedom: number): readonly Node[] {
  const nodes = Array.from({ length: steps }, (_, step) => {
    const log = ((16 * (step + 0.5)) / steps - 12) / Math.sqrt(freedom);
    return { ratio: Math.exp(log), weight: Math.exp(freedom * (log - Math.expm1(2 * log) / 2)) };
  });
  const total = nodes.reduce((sum, { weight }) => sum + weight, 0);
  return nodes.map(({ ratio, weight }) => ({ ratio, weight: weight / total }));
}

const allWithin = (bound: number, among: number, nodes: readonly Node[]): number =>
  nodes.reduce(
    (sum, { ratio, weight }) => sum + weight * (2 * normalCdf(bound * ratio, 0, 1) - 1) ** among,
    0,
  );
