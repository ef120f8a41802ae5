/**
 * A model of how the fixes work together: additive after a Box-Cox transformation, so that it holds
 * for times that add up (λ = 1), for factors that multiply (λ = 0), and for what lies between
 * (Box and Cox, JRSS B 26, 1964). It only has to be near: what it misses is measured.
 */
import { mean } from '../stats/t-interval.ts';
import { type Mix, signOf } from './mix.ts';
import { shapleyValues } from './shapley.ts';

/** A configuration and the logarithm of what was measured of it. */
export interface Level {
  readonly mix: Mix;
  readonly log: number;
}

export interface Surface {
  readonly lambda: number;
  /** Natural logarithm of the modelled value. */
  readonly logAt: (mix: Mix) => number;
}

const lambdas = Array.from({ length: 17 }, (_, step) => -2 + step / 4);

/** Levels of an orthogonal design. The λ that predicts best what it was not fitted to is taken. */
export function fitSurface(levels: readonly Level[], fixes: number): Surface {
  const centre = mean(levels.map(({ log }) => log));
  const fits = lambdas.map((lambda) => fitWith(levels, fixes, lambda, centre));
  return fits.reduce((best, each) => (each.press < best.press ? each : best));
}

/** Of all mixes, what each fix gives by the model: differences of logarithms, on minus off. */
export function surfaceEffects(surface: Surface, fixes: number): readonly number[] {
  const values = Float64Array.from({ length: 2 ** fixes }, (_, mix) => surface.logAt(mix));
  return shapleyValues(values, fixes);
}

/** Values are divided by their geometric mean, so that the errors of all λ are in one unit. */
function fitWith(levels: readonly Level[], fixes: number, lambda: number, centre: number) {
  const transformed = levels.map(({ log }) => boxCox(log - centre, lambda));
  const constant = mean(transformed);
  const slopes = Array.from({ length: fixes }, (_, fix) =>
    mean(levels.map(({ mix }, row) => signOf(mix, fix) * (transformed[row] ?? 0))),
  );
  const at = (mix: Mix): number =>
    slopes.reduce((sum, slope, fix) => sum + slope * signOf(mix, fix), constant);
  // The columns are orthogonal: each row has the same leverage.
  const leverage = (fixes + 1) / levels.length;
  const press = levels.reduce(
    (sum, { mix }, row) => sum + (((transformed[row] ?? 0) - at(mix)) / (1 - leverage)) ** 2,
    0,
  );
  return { lambda, press, logAt: (mix: Mix) => centre + inverse(at(mix), lambda) };
}

const boxCox = (log: number, lambda: number): number =>
  lambda === 0 ? log : Math.expm1(lambda * log) / lambda;

/** A value no power can have is taken as a small one. */
const inverse = (value: number, lambda: number): number =>
  lambda === 0 ? value : Math.log(Math.max(smallestPower, 1 + lambda * value)) / lambda;

const smallestPower = 1e-3;
