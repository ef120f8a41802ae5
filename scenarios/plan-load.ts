/** Which operation at which moment, for a load: a pure function of the seed. */
import {
  burstArrivals,
  constantArrivals,
  type Load,
  type PlannedOperation,
  seededRandom,
} from '../harness/index.ts';
import { hashOf } from './canonical.ts';

/**
 * How an open load arrives: as independent users do, or evenly, where the spread is not what is
 * measured. `poisson` is a Poisson process given its number of arrivals (their moments are then
 * uniform and independent): each arm asks for the same number, so that none has too few to judge.
 */
export type Arrivals = 'poisson' | 'even';

/** Keys are the seed's hash and a number: unique within a launch, and fit to be part of an id. */
export function planLoad(load: Load, arrivals: Arrivals, seed: string): PlannedOperation[] {
  const prefix = hashOf(seed).slice(0, 12);
  return Array.from(momentsOf(load, arrivals, seededRandom(seed)), (atMs, index) => ({
    key: `${prefix}-${index}`,
    atMs,
  }));
}

function momentsOf(load: Load, arrivals: Arrivals, random: () => number): Iterable<number> {
  if (load.kind === 'episode') return burstArrivals(load.operations, load.withinMs, random);
  const { ratePerSecond, armMs } = load;
  return arrivals === 'poisson'
    ? burstArrivals(Math.round((ratePerSecond * armMs) / 1000), armMs, random)
    : constantArrivals(ratePerSecond, armMs);
}
