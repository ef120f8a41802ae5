/** What an interval of a ratio says about the candidate. */
import type { Better } from '../record/metric.ts';
import type { Verdict } from '../record/run.ts';
import type { Interval } from '../stats/interval.ts';

/**
 * `same` when the whole interval lies within the margin (5 % as 0.05: [1/1.05, 1.05]); else
 * `faster` or `slower` when it lies on one side of 1; else `unsure`. A metric without a direction
 * is not judged.
 */
export function verdictOf(ratio: Interval, better: Better, margin: number): Verdict {
  if (better === 'none') return 'not judged';
  if (ratio.lo >= 1 / (1 + margin) && ratio.hi <= 1 + margin) return 'same';
  if (ratio.hi < 1) return verdictOfSide('below', better);
  if (ratio.lo > 1) return verdictOfSide('above', better);
  return 'unsure';
}

/** The verdict once it is proven on which side of the baseline the candidate is. */
export function verdictOfSide(candidateIs: 'below' | 'above', better: Better): Verdict {
  if (better === 'none') return 'not judged';
  return (candidateIs === 'below') === (better === 'lower') ? 'faster' : 'slower';
}
