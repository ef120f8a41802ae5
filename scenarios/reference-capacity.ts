/**
 * Standard runs a second that the reference baseline completes in closed loop on one core, as
 * `tandem capacity baseline --scenario pipeline` measures it: the load points of the pipelines are
 * shares of it. A constant, so that load points stay the same when the code gets faster.
 */
export const referenceCapacity = 2.5;
