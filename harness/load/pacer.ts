/** Pacers: the planned moments of a load, in milliseconds after its start, ascending. */
import type { PlannedOperation } from '../config/scenario.ts';
import { usageError } from '../error.ts';

/** Operations at these moments; their keys are `<seed>/0`, `<seed>/1`, ... */
export function* planOf(seed: string, moments: Iterable<number>): Iterable<PlannedOperation> {
  let index = 0;
  for (const atMs of moments) yield { key: `${seed}/${index++}`, atMs };
}

/** One arrival every `1000 / ratePerSecond` ms, the first at 0. */
export function* constantArrivals(ratePerSecond: number, durationMs: number): Iterable<number> {
  requirePositive('a rate', ratePerSecond);
  requirePositive('a duration', durationMs);
  // Each from the count, never from the one before: a million additions would drift.
  let count = 0;
  for (let atMs = 0; atMs < durationMs; atMs = (++count * 1000) / ratePerSecond) yield atMs;
}

/**
 * Independent arrivals, as of many users who know nothing of each other: the gaps are exponential
 * with mean `1000 / ratePerSecond` ms. How many arrive differs from seed to seed.
 */
export function* poissonArrivals(
  ratePerSecond: number,
  durationMs: number,
  random: () => number,
): Iterable<number> {
  requirePositive('a rate', ratePerSecond);
  requirePositive('a duration', durationMs);
  const gapMs = (): number => (-Math.log(1 - random()) * 1000) / ratePerSecond;
  for (let atMs = gapMs(); atMs < durationMs; atMs += gapMs()) yield atMs;
}

/** Exactly `count` arrivals, spread evenly at random over `withinMs`. */
export function burstArrivals(
  count: number,
  withinMs: number,
  random: () => number,
): readonly number[] {
  if (!(Number.isInteger(count) && count >= 0)) {
    throw expected('the size of a burst', 'a whole number', count);
  }
  if (!(Number.isFinite(withinMs) && withinMs >= 0)) {
    throw expected('the length of a burst', '0 or more', withinMs);
  }
  return Array.from({ length: count }, () => random() * withinMs).sort((a, b) => a - b);
}

function requirePositive(what: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) throw expected(what, 'a number above 0', value);
}

const expected = (what: string, kind: string, value: number) =>
  usageError(`${what} must be ${kind}, but is ${value}: correct the load of the scenario`);
