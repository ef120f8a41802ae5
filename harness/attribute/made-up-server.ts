/** Servers whose response is known for every mix, measured with noise: for the tests of this room. */
import type { Contrast, MeasuredStep } from './effects.ts';
import { isOn, type Mix } from './mix.ts';
import type { PathStep } from './paths.ts';
import { shapleyValues } from './shapley.ts';

/** Natural logarithm of its response. */
export type MadeUpServer = (mix: Mix) => number;

/** Milliseconds that add up: `base`, the delays of the fixes that are off, and what pairs add. */
export const delayServer =
  (
    base: number,
    delays: readonly number[],
    pairs: readonly { readonly of: readonly [number, number]; readonly ms: number }[] = [],
  ): MadeUpServer =>
  (mix) => {
    const alone = delays.filter((_, fix) => !isOn(mix, fix));
    const together = pairs.filter(({ of: [a, b] }) => !isOn(mix, a) && !isOn(mix, b));
    const sum = [...alone, ...together.map(({ ms }) => ms)].reduce((total, ms) => total + ms, base);
    return Math.log(sum);
  };

/** Its exact Shapley values. */
export const trueEffects = (server: MadeUpServer, fixes: number): readonly number[] =>
  shapleyValues(
    Float64Array.from({ length: 2 ** fixes }, (_, mix) => server(mix)),
    fixes,
  );

/** `noise` is the standard deviation of a unit's log ratio. */
export function measure(
  server: MadeUpServer,
  { from, to }: { readonly from: Mix; readonly to: Mix },
  { units, noise }: { readonly units: number; readonly noise: number },
  normal: () => number,
): Contrast {
  const truth = server(to) - server(from);
  const logRatios = Array.from({ length: units }, () => truth + noise * normal());
  // Levels drift from one comparison to the next, on both sides alike.
  const drift = noise * normal();
  const mean = logRatios.reduce((sum, ratio) => sum + ratio, 0) / units;
  return { logRatios, from: server(from) + drift, to: server(from) + drift + mean };
}

export const measureStep = (
  server: MadeUpServer,
  step: PathStep,
  noise: number,
  normal: () => number,
): MeasuredStep => ({
  ...step,
  logRatio: server(step.to) - server(step.from) + noise * normal(),
});

/** Standard normal numbers (Box and Muller 1958). */
export const normalOf = (random: () => number) => (): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
