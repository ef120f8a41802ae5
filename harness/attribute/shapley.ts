/** What each fix gives on average over all orders in which they could be switched on. */

import { weight } from './design.ts';
import { isOn } from './mix.ts';

/**
 * Exact Shapley values of a function of mixes, given for all 2^k of them in the order of their
 * numbers (Shapley 1953; the weights of the sum over subsets). They add up to f(all) − f(none).
 */
export function shapleyValues(values: Float64Array, fixes: number): readonly number[] {
  const weights = subsetWeights(fixes);
  const sums = Array.from({ length: fixes }, () => 0);
  for (const [mix, value] of values.entries()) {
    const size = weight(mix);
    const whenOn = value * (weights[size - 1] ?? 0);
    const whenOff = value * (weights[size] ?? 0);
    for (const [fix, sum] of sums.entries()) {
      sums[fix] = sum + (isOn(mix, fix) ? whenOn : -whenOff);
    }
  }
  return sums;
}

/** By the number of fixes that were on before: s! (k - 1 - s)! / k!. */
function subsetWeights(fixes: number): readonly number[] {
  const weights = [1 / fixes];
  for (let size = 1; size < fixes; size += 1) {
    weights.push(((weights[size - 1] ?? 0) * size) / (fixes - size));
  }
  return weights;
}
