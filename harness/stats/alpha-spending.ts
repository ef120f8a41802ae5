/**
 * How sure each of several planned looks at growing data must be, so that all of them together
 * raise a false alarm with probability alpha (Lan and DeMets, Biometrika 70, 1983).
 */
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';

/** Steps of the integral over where an undecided study may stand; more change the sixth digit. */
const steps = 500;
/** Standard deviations beyond which nothing is left to integrate. */
const reach = 8;
const halvings = 60;

/**
 * One-sided levels of the looks at these shares of the data (ascending, the last is 1), by the
 * spending function that resembles O'Brien and Fleming's: `2 - 2 Phi(z(1 - alpha/2) / sqrt(share))`.
 * .0019, .0108, .0249, .0410 for 40, 60, 80, 100 % and alpha .05.
 */
export function spendAlpha(shares: readonly number[], alpha: number): readonly number[] {
  let density: Density = { z: [0], mass: [1] };
  let before = 0;
  let spent = 0;
  return shares.map((share) => {
    const spends = spentBy(share, alpha) - spent;
    const bound = boundOf(density, before, share, spends);
    density = diffuse(density, before, share, bound);
    before = share;
    spent += spends;
    return 1 - normalCdf(bound, 0, 1);
  });
}

/** How much of `alpha` is spent once a share of the data is there. */
export const spentBy = (share: number, alpha: number): number =>
  2 - 2 * normalCdf(normalQuantile(1 - alpha / 2, 0, 1) / Math.sqrt(share), 0, 1);

/** A sum of independent steps that has crossed no bound yet: where it stands, with what probability. */
interface Density {
  readonly z: readonly number[];
  readonly mass: readonly number[];
}

/** The bound on the standardised sum that is crossed now with probability `spends`. */
function boundOf(density: Density, before: number, share: number, spends: number): number {
  let [lo, hi] = [-reach, reach];
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (lo + hi) / 2;
    if (crossing(density, before, share, middle) > spends) lo = middle;
    else hi = middle;
  }
  return (lo + hi) / 2;
}

function crossing({ z, mass }: Density, before: number, share: number, bound: number): number {
  const spread = Math.sqrt(share - before);
  const limit = bound * Math.sqrt(share);
  return z.reduce(
    (sum, from, index) => sum + (mass[index] ?? 0) * (1 - normalCdf(limit, from, spread)),
    0,
  );
}

/** Where the sum stands at `share` if it has not crossed: the middles of `steps` equal stretches. */
function diffuse({ z, mass }: Density, before: number, share: number, bound: number): Density {
  const spread = Math.sqrt(share - before);
  const lowest = -reach * Math.sqrt(share);
  const width = (bound * Math.sqrt(share) - lowest) / steps;
  const middles = Array.from({ length: steps }, (_, step) => lowest + (step + 0.5) * width);
  const density = (to: number): number =>
    z.reduce((sum, from, index) => sum + (mass[index] ?? 0) * bell((to - from) / spread), 0);
  return { z: middles, mass: middles.map((to) => (density(to) * width) / spread) };
}

const bell = (x: number): number => Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI);
