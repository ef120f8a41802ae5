/** What a count of successes says of their probability, without approximation. */
import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf';
import type { Interval } from './interval.ts';

/**
 * The interval of Clopper and Pearson (Biometrika 26, 1934): covers at least as often as it says.
 * 0 of 60: [0, 0.0596]; its upper limit alone, at 95 %: 0.0487.
 */
export function binomialInterval(successes: number, trials: number, confidence = 0.95): Interval {
  const tail = (1 - confidence) / 2;
  return {
    lo: successes === 0 ? 0 : betaQuantile(tail, successes, trials - successes + 1),
    hi: successes === trials ? 1 : betaQuantile(1 - tail, successes + 1, trials - successes),
  };
}

/**
 * The p-value of "events come to the candidate at most `ratio` times as often as to the baseline":
 * given their sum, the candidate's share is binomial (Przyborowski and Wilenski, Biometrika 31,
 * 1940). Exposures in any unit of time. 1 when nothing came at all.
 */
export function rateExceeds(
  baseline: { readonly count: number; readonly exposure: number },
  candidate: { readonly count: number; readonly exposure: number },
  ratio: number,
): number {
  const total = baseline.count + candidate.count;
  if (candidate.count === 0) return 1;
  const share = (ratio * candidate.exposure) / (ratio * candidate.exposure + baseline.exposure);
  return 1 - binomialCdf(candidate.count - 1, total, share);
}
