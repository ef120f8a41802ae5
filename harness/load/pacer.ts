/** Pacers: the planned moments of a load, in milliseconds after its start, ascending. */
import type { PlannedOperation } from '../config/scenario.ts';
import { usageError } from '../error.ts';
import { gammaDraws } from './gamma.ts';

/** Operations at these moments; their keys are `<seed>/0`, `<seed>/1`, ... */
export function* planOf(seed: string, moments: Iterable<number>): Iterable<PlannedOperation> {
  let head = `${seed}/`;
  let tails = lastDigits;
  let index = 0;
  for (const atMs of moments) {
    const last = index % lastDigits.length;
    if (last === 0 && index > 0) {
      head = `${seed}/${index / lastDigits.length}`;
      tails = lastPadded;
    }
    yield { key: head + tails[last], atMs };
    index += 1;
  }
}

/**
 * V8 keeps the strings of the last thousands of numbers. A number for each key would be kept until
 * it has grown old, and then only a full collection frees it: 12 bytes an operation.
 */
const lastDigits = Array.from({ length: 1000 }, (_, last) => `${last}`);
const lastPadded = lastDigits.map((digits) => digits.padStart(3, '0'));

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

/**
 * Arrivals whose rate changes evenly from `fromPerSecond` to `toPerSecond`, up or down; one of the
 * two may be 0. The first comes at 0, number k when the integral of the rate,
 * `from t + (to - from) t² / (2 duration)`, has reached k: solved for t, not summed up.
 */
export function* rampArrivals(
  fromPerSecond: number,
  toPerSecond: number,
  durationMs: number,
): Iterable<number> {
  requireRampRate(fromPerSecond);
  requireRampRate(toPerSecond);
  requirePositive('the faster end of a ramp', Math.max(fromPerSecond, toPerSecond));
  requirePositive('a duration', durationMs);
  // The root in the form that neither cancels nor divides by a slope of 0.
  const momentOf = (count: number): number => {
    const gained = (2000 * count * (toPerSecond - fromPerSecond)) / durationMs;
    const rateThen = Math.sqrt(Math.max(0, fromPerSecond ** 2 + gained));
    return (2000 * count) / (fromPerSecond + rateThen);
  };
  let count = 0;
  for (let atMs = 0; atMs < durationMs; atMs = momentOf(++count)) yield atMs;
}

/**
 * Arrivals whose gaps are Gamma distributed with mean `1000 / ratePerSecond` ms. Their coefficient
 * of variation (standard deviation by mean) is `1 / sqrt(shape)`: a shape of 1 is as Poisson
 * arrivals, 0.25 twice as uneven (bursts and silences), 4 half as uneven. The first comes one gap
 * after the start. Throws a usage error for a shape below 0.01, whose gaps are nearly all 0.
 */
export function* gammaArrivals(
  ratePerSecond: number,
  shape: number,
  durationMs: number,
  random: () => number,
): Iterable<number> {
  requirePositive('a rate', ratePerSecond);
  requirePositive('a duration', durationMs);
  if (!(Number.isFinite(shape) && shape >= leastShape)) {
    throw expected('the shape of Gamma arrivals', `at least ${leastShape}`, shape);
  }
  const draw = gammaDraws(shape, random);
  const gapMs = (): number => (draw() * 1000) / (shape * ratePerSecond);
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

const leastShape = 0.01;

function requireRampRate(rate: number): void {
  if (!(Number.isFinite(rate) && rate >= 0)) throw expected('a rate of a ramp', '0 or more', rate);
}

function requirePositive(what: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) throw expected(what, 'a number above 0', value);
}

const expected = (what: string, kind: string, value: number) =>
  usageError(`${what} must be ${kind}, but is ${value}: correct the load of the scenario`);
