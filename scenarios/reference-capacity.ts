/**
 * Standard runs a second that the reference baseline completes in closed loop on one core: the load
 * points of the pipelines are shares of it. A constant, so that load points stay the same when the
 * code gets faster. Measured with autocannon, 8 in flight, 3 x 20 s: 2.60, 2.50, 2.45 on an Intel
 * Xeon; docs/benchmarks.md has what `tandem capacity` says of another machine.
 */
export const referenceCapacity = 2.5;
