/** Servers whose response is known for every mix, measured with noise: for the tests of this room. */
import type { Contrast } from './effects.ts';
import { isOn, type Mix } from './mix.ts';
import { shapleyValues } from './shapley.ts';

/** Natural logarithm of its response. */
export type MadeUpServer = (mix: Mix) => number;

/** What several fixes add while all of them are off. */
export interface Together {
  readonly of: readonly number[];
  readonly ms: number;
}

/** Milliseconds that add up: `base`, the delays of the fixes that are off, and what some add together. */
export const delayServer =
  (base: number, delays: readonly number[], groups: readonly Together[] = []): MadeUpServer =>
  (mix) => {
    const isOff = (fix: number): boolean => !isOn(mix, fix);
    const alone = delays.filter((_, fix) => isOff(fix));
    const together = groups.filter(({ of }) => of.every(isOff)).map(({ ms }) => ms);
    return Math.log([...alone, ...together].reduce((total, ms) => total + ms, base));
  };

/** Three resources that the fixes load in turn: the slowest of them sets the time. */
export const resourceServer =
  (base: number, delays: readonly number[]): MadeUpServer =>
  (mix) => {
    const loads = [0, 1, 2].map((resource) =>
      delays
        .filter((_, fix) => fix % 3 === resource && !isOn(mix, fix))
        .reduce((sum, ms) => sum + ms, 0),
    );
    return Math.log(base + Math.max(...loads));
  };

/** Its exact Shapley values. */
export const trueEffects = (server: MadeUpServer, fixes: number): readonly number[] =>
  shapleyValues(
    Float64Array.from({ length: 2 ** fixes }, (_, mix) => server(mix)),
    fixes,
  );

/** A comparison of one launch. */
export interface Precision {
  readonly units: number;
  /** Standard deviation of a unit's log ratio. */
  readonly noise: number;
  /** What all units of a launch share. */
  readonly launch: number;
}

export function measure(
  server: MadeUpServer,
  { from, to }: { readonly from: Mix; readonly to: Mix },
  { units, noise, launch }: Precision,
  normal: () => number,
): Contrast {
  const truth = server(to) - server(from) + launch * normal();
  const logRatios = Array.from({ length: units }, () => truth + noise * normal());
  // Levels drift from one comparison to the next, on both sides alike.
  const drift = noise * normal();
  const mean = logRatios.reduce((sum, ratio) => sum + ratio, 0) / units;
  return { logRatios, from: server(from) + drift, to: server(from) + drift + mean };
}

/** Standard normal numbers (Box and Muller 1958). */
export const normalOf = (random: () => number) => (): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
