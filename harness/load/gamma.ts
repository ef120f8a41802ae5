/** Gamma distributed numbers from uniform ones. */

/**
 * Draws from the Gamma distribution of this shape (above 0) and scale 1; mean and variance are both
 * `shape`. `random` gives uniform numbers in [0, 1).
 *
 * Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables", ACM Transactions on
 * Mathematical Software 26 (2000): section 2 without the squeeze, which only saves logarithms; its
 * section 6 for shapes below 1. The package of stdlib that draws the same brings 75 others.
 */
export function gammaDraws(shape: number, random: () => number): () => number {
  if (shape >= 1) return drawsFromOne(shape, random);
  const raised = drawsFromOne(shape + 1, random);
  return () => raised() * aboveZero(random) ** (1 / shape);
}

function drawsFromOne(shape: number, random: () => number): () => number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  const normal = normalDraws(random);
  return () => {
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(aboveZero(random)) < x ** 2 / 2 + d * (1 - v + Math.log(v))) {
        return d * v;
      }
    }
  };
}

/** Standard normal numbers: Marsaglia and Bray's polar method, SIAM Review 6 (1964); one of each pair. */
function normalDraws(random: () => number): () => number {
  return () => {
    for (;;) {
      const x = 2 * random() - 1;
      const y = 2 * random() - 1;
      const square = x ** 2 + y ** 2;
      if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
    }
  };
}

/** In (0, 1]: its logarithm is finite. */
const aboveZero = (random: () => number): number => 1 - random();
