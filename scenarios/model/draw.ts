/** A lognormal distribution: its median, and the standard deviation of its logarithm. */
export interface LogNormal {
  readonly p50: number;
  readonly sigma: number;
}

/** One value, by Box and Muller's transform (1958). Always two draws. */
export function drawLogNormal({ p50, sigma }: LogNormal, random: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return p50 * Math.exp(sigma * radius * Math.cos(2 * Math.PI * random()));
}
