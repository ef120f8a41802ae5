/** What came of a promise: the range that was claimed beside the interval that was measured. */
import type { Taken } from '../config/claim.ts';
import type { JudgedClaim } from '../record/judged-claim.ts';
import { metric } from '../record/metric.ts';
import type { Interval } from '../stats/interval.ts';

/** Both in the claim's unit. */
export const claimVerdict = (
  claimed: Interval,
  measured: Interval,
  taken: Taken,
): JudgedClaim['verdict'] =>
  taken.as === 'value'
    ? verdictOfValue(claimed, measured, taken)
    : verdictOfGain(claimed, measured, taken.as === 'speedup' ? 1 : 0);

/** `none` is what no effect at all would be: 0 % less, 1 times faster. */
function verdictOfGain(
  claimed: Interval,
  measured: Interval,
  none: number,
): JudgedClaim['verdict'] {
  if (measured.hi < none) return 'harmful';
  if (measured.lo <= none) return 'no effect found';
  if (measured.hi < claimed.lo) return 'less than claimed';
  return measured.lo > claimed.hi ? 'more than claimed' : 'confirmed';
}

/** Of what is better when it is lower, more than the range is less than was claimed. */
function verdictOfValue(
  claimed: Interval,
  measured: Interval,
  { metric: name }: Taken,
): JudgedClaim['verdict'] {
  const isAbove = measured.lo > claimed.hi;
  if (!isAbove && measured.hi >= claimed.lo) return 'confirmed';
  const isBetter = isAbove === (metric(name).better === 'higher');
  return isBetter ? 'more than claimed' : 'less than claimed';
}
