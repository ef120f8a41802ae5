/** What to measure next, given what was found: pure, so that whoever measures hands in the answers. */
import type { LevelVerdict } from './judge-level.ts';

/** Throughput that grows by less is not worth twice the connections. */
const growth = 1.05;
const mostConnections = 1024;

/** Asks for the throughput at 1, 2, 4, ... connections until it no longer grows by 5 %. */
export function* searchSaturation(): Generator<number, void, number> {
  let best = 0;
  for (let connections = 1; connections <= mostConnections; connections *= 2) {
    const perSecond = yield connections;
    if (perSecond <= 0 || perSecond < best * growth) return;
    best = Math.max(best, perSecond);
  }
}

/** Shares of the saturation throughput, closer together where the knee is to be expected. */
const shares: readonly number[] = [0.25, 0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.2];
const step = 1.2;
const mostLevels = 16;
const bisections = 2;

/**
 * Asks for levels at rising rates until two in a row are not kept up with, and halves the distance
 * from the highest that was kept up with to the next one twice. A level that is invalid is measured
 * once more; if it still is, the ramp ends there.
 */
export function* searchKnee(
  rates: Iterable<number>,
): Generator<number, void, LevelVerdict['state']> {
  const found: Found = { kept: [0], missed: [] };
  let inARow = 0;
  for (const rate of rates) {
    const state = yield* tryRate(rate, found);
    inARow = state === 'kept up' ? 0 : inARow + 1;
    if (inARow === 2 || state === 'invalid') break;
  }
  for (let bisection = 0; bisection < bisections; bisection++) {
    const lo = Math.max(...found.kept);
    const hi = Math.min(...found.missed.filter((rate) => rate > lo));
    if (hi === Number.POSITIVE_INFINITY) return;
    yield* tryRate((lo + hi) / 2, found);
  }
}

interface Found {
  readonly kept: number[];
  readonly missed: number[];
}

function* tryRate(
  rate: number,
  { kept, missed }: Found,
): Generator<number, LevelVerdict['state'], LevelVerdict['state']> {
  let state = yield rate;
  if (state === 'invalid') state = yield rate;
  (state === 'kept up' ? kept : missed).push(rate);
  return state;
}

/** 25 % of the saturation throughput to 120 % of it, and on in steps of 20 %. */
export function ratesOfSaturation(perSecond: number): readonly number[] {
  const last = shares.length - 1;
  return Array.from({ length: mostLevels }, (_, index) => {
    const share = shares[index] ?? (shares[last] ?? 1) * step ** (index - last);
    return share * perSecond;
  });
}

/** Where no closed loop says what to expect: half the scenario's own rate, doubled and doubled again. */
export const ratesOfScenario = (ownPerSecond: number): readonly number[] =>
  Array.from({ length: mostLevels }, (_, index) => (ownPerSecond / 2) * 2 ** index);
